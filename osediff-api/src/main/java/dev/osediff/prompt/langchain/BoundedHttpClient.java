package dev.osediff.prompt.langchain;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JDK's HTTP client with {@link BoundedHttp}'s bounds. Thread-safe. */
final class BoundedHttpClient implements HttpClient {
    private static final int LEAST_ERROR = 300;

    private final java.net.http.HttpClient client;
    private final Duration timeLimit;
    private final int mostBytes;

    BoundedHttpClient(Duration connectTimeout, Duration timeLimit, int mostBytes) {
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
        this.timeLimit = timeLimit;
        this.mostBytes = mostBytes;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<byte[]> response = exchange(converted(request));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() >= LEAST_ERROR) {
            throw new HttpException(response.statusCode(), body);
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(body)
                .build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("server-sent events");
    }

    private java.net.http.HttpRequest converted(HttpRequest request) {
        if (!request.formDataFields().isEmpty() || !request.formDataFiles().isEmpty()) {
            throw new UnsupportedOperationException("form data");
        }
        java.net.http.HttpRequest.Builder converted =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(timeLimit);
        request.headers().forEach((name, values) -> values.forEach(value -> converted.header(name, value)));
        return converted
                .method(
                        request.method().name(),
                        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()))
                .build();
    }

    /** The JDK's own timeout ends with the headers; this one ends with the body. */
    private HttpResponse<byte[]> exchange(java.net.http.HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, info -> new BoundedBody(info, mostBytes));
        try {
            return exchange.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new HttpTimeoutException("no whole answer within " + timeLimit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while waiting for an answer"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("no answer", e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }
}
