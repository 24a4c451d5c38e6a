package dev.osediff.prompt;

import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks extractors in threads of their own, because they are somebody else's: one that takes too long is interrupted and left
 * alone, and whatever one throws becomes a {@link PromptException}. Daemon threads, one for each question, which end with it; while
 * {@value #MOST_LEFT} that were left alone still run, nothing is asked. Thread-safe.
 */
public final class PromptExtraction {
    /** Most threads of extractors that ignored their interrupt. */
    public static final int MOST_LEFT = 4;

    private static final long WAIT_MILLISECONDS = 20;

    private final List<Thread> left = new ArrayList<>();

    /**
     * Asks, and waits for the answer.
     *
     * @param picture as {@link PromptExtractor#prompt} takes it
     * @param limit longest time
     * @param stop asked while waiting; what it throws ends the wait and comes through
     * @throws PromptException if the extractor fails, takes too long, or gives what is no prompt
     */
    public ExtractedPrompt ask(
            PromptExtractor extractor, BufferedImage picture, String words, Duration limit, Runnable stop) {
        String asked = "prompt by " + nameOf(extractor);
        requireFew(asked);
        FutureTask<String> task = new FutureTask<>(() -> extractor.prompt(picture, words));
        Thread thread = new Thread(task, "osediff-prompt");
        thread.setDaemon(true);
        thread.start();
        try {
            return checked(asked, answer(task, asked, limit, stop));
        } finally {
            if (!task.isDone()) {
                synchronized (left) {
                    left.add(thread);
                }
                task.cancel(true);
            }
        }
    }

    /** Returns an extractor's name, or an error that says why it has none. */
    public static String nameOf(PromptExtractor extractor) {
        String name;
        try {
            name = extractor.name();
        } catch (RuntimeException e) {
            throw failure("name of a prompt extractor", String.valueOf(e), "a name", e);
        }
        if (name == null) {
            throw failure("name of a prompt extractor", "null", "a name", null);
        }
        return name;
    }

    private void requireFew(String asked) {
        synchronized (left) {
            for (Iterator<Thread> threads = left.iterator(); threads.hasNext(); ) {
                if (!threads.next().isAlive()) {
                    threads.remove();
                }
            }
            if (left.size() >= MOST_LEFT) {
                throw failure(
                        asked, left.size() + " earlier questions that never ended", "fewer than " + MOST_LEFT, null);
            }
        }
    }

    private static String answer(FutureTask<String> task, String asked, Duration limit, Runnable stop) {
        long start = System.nanoTime();
        while (true) {
            stop.run();
            long rest = limit.toNanos() - (System.nanoTime() - start);
            if (rest <= 0 && !task.isDone()) {
                throw failure(asked, "no answer", "an answer within " + limit.toMillis() + " ms", null);
            }
            try {
                long wait = Math.min(Math.max(rest, 1), TimeUnit.MILLISECONDS.toNanos(WAIT_MILLISECONDS));
                return task.get(wait, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                throw failed(asked, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop.run();
                throw failure(asked, "an interrupt", "calls that nobody interrupts", e);
            }
        }
    }

    private static PromptException failed(String asked, Throwable cause) {
        return cause instanceof PromptException known
                ? known
                : failure(asked, PromptText.of(String.valueOf(cause)).text(), "an extractor that answers", cause);
    }

    private static ExtractedPrompt checked(String asked, String answer) {
        if (answer == null) {
            throw failure(asked, "null", "a text, which may be empty", null);
        }
        try {
            PromptLimits.check(answer);
        } catch (RuntimeException e) {
            throw failure(asked, String.valueOf(e.getMessage()), "a prompt that a text encoder takes", e);
        }
        PromptText text = PromptText.of(answer);
        List<String> warnings = text.replaced() == 0
                ? List.of()
                : List.of("In the " + asked + " " + text.replaced()
                        + " control characters or halves of characters were replaced.");
        return new ExtractedPrompt(text.text(), warnings);
    }

    private static PromptException failure(String asked, String found, String limit, Throwable cause) {
        return new PromptException(
                new Problem(
                        asked, found, limit, "Use another extractor, allow it more time, or let the fallback be none."),
                cause);
    }
}
