package dev.osediff.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Extractors that fail in every way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PromptExtractionTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Runnable NEVER = () -> {};

    private final PromptExtraction extraction = new PromptExtraction();

    private static PromptExtractor saying(Supplier<String> answer) {
        return new PromptExtractor() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public boolean readsPicture() {
                return false;
            }

            @Override
            public String prompt(BufferedImage picture, String words) {
                return answer.get();
            }
        };
    }

    private ExtractedPrompt ask(Supplier<String> answer, Duration limit) {
        return extraction.ask(saying(answer), null, "", limit, NEVER);
    }

    private PromptException failure(Supplier<String> answer) {
        PromptException e = assertThrows(PromptException.class, () -> ask(answer, LONG));
        assertEquals("prompt by test", e.problem().asked());
        return e;
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void answersInAThreadThatEnds() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        ExtractedPrompt found = ask(
                () -> {
                    thread.set(Thread.currentThread());
                    return "a cat";
                },
                LONG);
        assertEquals(new ExtractedPrompt("a cat", List.of()), found);
        assertNotSame(Thread.currentThread(), thread.get());
        assertTrue(thread.get().isDaemon());
        thread.get().join();
    }

    @Test
    void whateverIsThrownBecomesAPromptException() {
        PromptException own = new PromptException(new Problem("tags", "none", "some", "Try again."));
        assertSame(
                own,
                assertThrows(
                        PromptException.class,
                        () -> ask(
                                () -> {
                                    throw own;
                                },
                                LONG)));
        for (Throwable thrown : List.of(
                new IllegalStateException("broken\u0007"),
                new OutOfMemoryError("too large"),
                new StackOverflowError(),
                new NoClassDefFoundError("a/Client"))) {
            PromptException e = failure(() -> {
                throw PromptExtractionTest.<RuntimeException>unchecked(thrown);
            });
            assertSame(thrown, e.getCause());
            assertTrue(e.problem().found().startsWith(thrown.getClass().getName()), e.getMessage());
            assertFalse(e.getMessage().contains("\u0007"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void whatIsNoPromptIsRefused() {
        assertEquals("null", failure(() -> null).problem().found());
        assertTrue(failure(() -> "a".repeat(1 << 20)).getMessage().contains("1048576 characters"));
        assertTrue(failure(() -> "e" + "\u0301".repeat(2000)).getMessage().contains("combining marks"));
        PromptExtractor nameless = new PromptExtractor() {
            @Override
            public String name() {
                throw new IllegalStateException("no name");
            }

            @Override
            public boolean readsPicture() {
                return false;
            }

            @Override
            public String prompt(BufferedImage picture, String words) {
                return "";
            }
        };
        PromptException e = assertThrows(PromptException.class, () -> extraction.ask(nameless, null, "", LONG, NEVER));
        assertTrue(e.getMessage().contains("no name"), e.getMessage());
    }

    @Test
    void controlCharactersAndHalvesOfPairsAreReplacedWithAWarning() {
        ExtractedPrompt found = ask(() -> "a\u0000cat\u001b \ud83d \ud83d\ude00\n\tx\udc00", LONG);
        assertEquals("a cat  \ufffd \ud83d\ude00  x\ufffd", found.prompt());
        assertEquals(1, found.warnings().size());
        assertTrue(
                found.warnings().get(0).contains(" 4 control characters"),
                found.warnings().toString());
        assertEquals(List.of(), ask(() -> "two\r\nlines", LONG).warnings());
    }

    @Test
    void whoTakesTooLongIsInterruptedAndItsThreadEnds() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        PromptException e = assertThrows(
                PromptException.class,
                () -> ask(
                        () -> {
                            thread.set(Thread.currentThread());
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException expected) {
                                interrupted.countDown();
                            }
                            return "late";
                        },
                        SHORT));
        assertTrue(e.getMessage().contains("within 50 ms"), e.getMessage());
        interrupted.await();
        thread.get().join();
    }

    @Test
    void whoIgnoresTheInterruptLeavesOneThreadAndFewAreLeft() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        Supplier<String> hangs = () -> {
            synchronized (threads) {
                threads.add(Thread.currentThread());
            }
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException ignored) {
                    continue;
                }
            }
            return "late";
        };
        for (int i = 0; i < PromptExtraction.MOST_LEFT; i++) {
            assertThrows(PromptException.class, () -> ask(hangs, SHORT));
        }
        PromptException e = assertThrows(PromptException.class, () -> ask(() -> "a cat", LONG));
        assertTrue(e.getMessage().contains("4 earlier questions that never ended"), e.getMessage());
        end.countDown();
        synchronized (threads) {
            assertTrue(threads.size() <= PromptExtraction.MOST_LEFT);
        }
        for (Thread thread : List.copyOf(threads)) {
            thread.join();
        }
        ExtractedPrompt again = null;
        while (again == null) {
            try {
                again = ask(() -> "a cat", LONG);
            } catch (PromptException stillEnding) {
                Thread.onSpinWait();
            }
        }
        assertEquals("a cat", again.prompt());
    }

    @Test
    void aStopEndsTheWaitAndComesThrough() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        PromptExtractor hangs = saying(() -> {
            thread.set(Thread.currentThread());
            asked.countDown();
            wait(new CountDownLatch(1));
            return "";
        });
        UnsupportedOperationException stop = new UnsupportedOperationException("stop");
        assertSame(
                stop,
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> extraction.ask(hangs, null, "", LONG, () -> {
                            if (asked.getCount() == 0) {
                                throw stop;
                            }
                        })));
        thread.get().join();
    }

    @Test
    void anInterruptOfTheCallerEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        PromptException e = assertThrows(
                PromptException.class,
                () -> ask(
                        () -> {
                            wait(new CountDownLatch(1));
                            return "";
                        },
                        LONG));
        assertTrue(Thread.interrupted(), "the flag is set again");
        assertNotNull(e.problem());
    }
}
