package dev.osediff.prompt.langchain;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.HttpException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says why a vision-language model gave no answer; looks through the wrapping that clients put around causes. Thread-safe. */
final class Failures {
    private static final int MOST_QUOTED = 200;
    private static final int DEEPEST = 32;
    private static final int NOT_FOUND = 404;

    private final String asked;
    private final String limit;

    Failures(String name, Duration timeLimit) {
        asked = "description of a picture by " + name;
        limit = "an answer within " + timeLimit.toMillis() / 1000.0 + " s";
    }

    /** Returns what a call's failure means; errors of the virtual machine are thrown as they are. */
    PromptException of(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (in(failure, AnswerTooLargeException.class).isPresent()) {
            AnswerTooLargeException large =
                    in(failure, AnswerTooLargeException.class).orElseThrow();
            return failed(
                    large.getMessage(), "at most " + large.mostBytes() + " bytes", "Ask another service.", failure);
        }
        Optional<HttpException> status = in(failure, HttpException.class);
        if (status.isPresent()) {
            return status(status.get(), failure);
        }
        if (in(failure, SSLException.class).isPresent()) {
            return failed(
                    "a connection that is not trusted: "
                            + quoted(in(failure, SSLException.class)
                                    .orElseThrow()
                                    .getMessage()),
                    "a certificate that this JVM trusts",
                    "Add the server's certificate to the trust store (-Djavax.net.ssl.trustStore), or check the address.",
                    failure);
        }
        if (isLate(failure)) {
            return late(failure);
        }
        if (isUnreachable(failure)) {
            return failed(
                    "no connection: " + quoted(rootMessage(failure)),
                    "a service that accepts connections",
                    "Start it (ollama serve), or check the address.",
                    failure);
        }
        return unreadable(failure);
    }

    private PromptException unreadable(Throwable failure) {
        Optional<JsonProcessingException> json = in(failure, JsonProcessingException.class);
        if (json.isPresent()) {
            return failed(
                    "an answer that is no JSON of the provider's form: "
                            + quoted(json.get().getOriginalMessage()),
                    limit,
                    "Check that the address is the provider's.",
                    failure);
        }
        if (in(failure, IOException.class).isPresent()) {
            return failed(
                    "a connection that broke off: " + quoted(rootMessage(failure)),
                    "a whole answer",
                    "Ask again, or look into the service's log.",
                    failure);
        }
        return failed(
                "an answer that the client could not read: " + quoted(failure.toString()),
                limit,
                "Check that the address is the provider's and that the model sees pictures.",
                failure);
    }

    private PromptException status(HttpException status, Throwable failure) {
        return failed(
                "HTTP status " + status.statusCode() + ": " + quoted(status.getMessage()),
                "status 200",
                status.statusCode() == NOT_FOUND
                        ? "Check the address and the model's name; Ollama loads models with: ollama pull NAME."
                        : "Look into the service's log.",
                failure);
    }

    PromptException late(Throwable cause) {
        return failed("no answer in time", limit, "Allow more time, or use a smaller model.", cause);
    }

    PromptException interrupted(Throwable cause) {
        return failed("an interrupt while waiting", limit, "Ask again if it was not meant.", cause);
    }

    PromptException busy() {
        return failed(
                ChatModelClient.MOST_CALLS + " calls that do not end",
                limit,
                "Ask with fewer threads, or look into the service's log.",
                null);
    }

    private PromptException failed(String found, String allowed, String nextStep, Throwable cause) {
        return new PromptException(new Problem(asked, found, allowed, nextStep), cause);
    }

    private static boolean isLate(Throwable failure) {
        return in(failure, HttpTimeoutException.class).isPresent()
                || in(failure, SocketTimeoutException.class).isPresent()
                || in(failure, java.util.concurrent.TimeoutException.class).isPresent()
                || in(failure, dev.langchain4j.exception.TimeoutException.class).isPresent();
    }

    private static boolean isUnreachable(Throwable failure) {
        return in(failure, ConnectException.class).isPresent()
                || in(failure, UnknownHostException.class).isPresent()
                || in(failure, UnresolvedAddressException.class).isPresent();
    }

    private static <T extends Throwable> Optional<T> in(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Returns at most 200 characters of a server's text on one line. */
    private static String quoted(String text) {
        String given = String.valueOf(text);
        String cut = given.length() > MOST_QUOTED ? given.substring(0, MOST_QUOTED) + "..." : given;
        return cut.replaceAll("[\\p{C}\\s]+", " ").strip();
    }
}
