package dev.osediff.prompt.langchain;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import dev.osediff.prompt.VisionLanguageClient;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks any of langchain4j's chat models that sees pictures. Each call runs on a thread of its own, so that the time limit and
 * an interrupt of the caller hold whatever the model does; at most {@value #MOST_CALLS} run at a time, those counted that
 * nobody waits for any more. An answer that is too large is the provider's HTTP client's to refuse, see
 * {@link BoundedHttp}. Thread-safe if the model is.
 */
public final class ChatModelClient implements VisionLanguageClient {
    /** Calls at a time; further ones wait within their own time limits. */
    public static final int MOST_CALLS = 8;

    private static final Duration MOST_TIME = Duration.ofDays(1);

    private final String name;
    private final ChatModel model;
    private final Duration timeLimit;
    private final Failures failures;
    private final Semaphore calls = new Semaphore(MOST_CALLS);

    private ChatModelClient(String name, ChatModel model, Duration timeLimit) {
        this.name = name;
        this.model = model;
        this.timeLimit = timeLimit;
        this.failures = new Failures(name, timeLimit);
    }

    /**
     * Makes a client.
     *
     * @param name of provider and model, for provenance and cache keys
     * @param model that sees pictures; best with temperature 0 and without retries
     * @param timeLimit of one call, more than 0 and at most a day
     * @throws InvalidOptionException if the time limit is out of these limits
     */
    public static ChatModelClient of(String name, ChatModel model, Duration timeLimit) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(model, "model");
        requireTimeLimit(timeLimit);
        return new ChatModelClient(name, model, timeLimit);
    }

    static void requireTimeLimit(Duration limit) {
        if (limit == null || limit.isNegative() || limit.isZero() || limit.compareTo(MOST_TIME) > 0) {
            throw new InvalidOptionException(new Problem(
                    "time limit of a vision-language model",
                    String.valueOf(limit),
                    "more than 0 and at most " + MOST_TIME,
                    "Give it a minute or two."));
        }
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * {@inheritDoc}
     *
     * @throws PromptException also if the service answers with an error status or with what the client cannot read
     */
    @Override
    public String answer(String instruction, byte[] png) {
        long start = System.nanoTime();
        FutureTask<String> call = new FutureTask<>(() -> ask(instruction, png));
        try {
            if (!calls.tryAcquire(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failures.busy();
            }
            start(call);
            return call.get(timeLimit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failures.late(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(e);
        } catch (ExecutionException e) {
            throw failures.of(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private void start(FutureTask<String> call) {
        Thread thread = new Thread(
                () -> {
                    try {
                        call.run();
                    } finally {
                        calls.release();
                    }
                },
                "osediff-prompt");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            calls.release();
            throw e;
        }
    }

    private String ask(String instruction, byte[] png) {
        String encoded = Base64.getEncoder().encodeToString(png);
        return model.chat(UserMessage.from(TextContent.from(instruction), ImageContent.from(encoded, "image/png")))
                .aiMessage()
                .text();
    }
}
