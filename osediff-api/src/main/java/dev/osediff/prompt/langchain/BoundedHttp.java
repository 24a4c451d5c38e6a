package dev.osediff.prompt.langchain;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/**
 * An HTTP client for langchain4j's models that bounds what an answer may take: its bytes, and the time of the whole exchange,
 * not only up to the first byte. It follows no redirects, decompresses nothing and speaks HTTP/1.1. Give it to any model's
 * {@code httpClientBuilder(...)}. Server-sent events are not supported. Not thread-safe; the clients it builds are.
 */
public final class BoundedHttp implements HttpClientBuilder {
    /** Most bytes of an answer: a sentence in some hundred bytes of JSON, with much to spare. */
    public static final int MOST_BYTES = 1 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);

    private Duration connectTimeout = CONNECT_TIMEOUT;
    private Duration readTimeout = READ_TIMEOUT;

    /** Returns the most time for a connection. */
    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Sets the most time for a connection; more than 0. */
    @Override
    public BoundedHttp connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /** Returns the most time for the whole exchange. */
    @Override
    public Duration readTimeout() {
        return readTimeout;
    }

    /** Sets the most time for the whole exchange; more than 0. */
    @Override
    public BoundedHttp readTimeout(Duration timeout) {
        readTimeout = timeout;
        return this;
    }

    @Override
    public HttpClient build() {
        return new BoundedHttpClient(connectTimeout, readTimeout, MOST_BYTES);
    }
}
