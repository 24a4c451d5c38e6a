package dev.osediff.backend.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.error.CancelledException;
import dev.osediff.error.Problem;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyPartRunsOnce(int threads) {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);
        new Workers(threads, Cancellation.NONE).run(runs.length(), runs::incrementAndGet);
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
    }

    @Test
    void noPartsIsNoWork() {
        new Workers(4, Cancellation.NONE).run(0, i -> {
            throw new AssertionError("no part was asked for");
        });
    }

    @Test
    void aRangeIsCoveredWithoutOverlap() {
        AtomicIntegerArray seen = new AtomicIntegerArray(103);
        new Workers(3, Cancellation.NONE).range(103, 10, (from, to) -> {
            for (int i = from; i < to; i++) {
                seen.incrementAndGet(i);
            }
        });
        for (int i = 0; i < seen.length(); i++) {
            assertEquals(1, seen.get(i));
        }
    }

    @Test
    void aFailureEndsTheOperationAfterTheRunningPartsAndIsThrown() {
        IllegalStateException failure = new IllegalStateException("part 3");
        AtomicInteger running = new AtomicInteger();
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> new Workers(4, Cancellation.NONE).run(10_000, i -> {
                    running.incrementAndGet();
                    try {
                        if (i == 3) {
                            throw failure;
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                }));
        assertSame(failure, thrown);
        assertEquals(0, running.get());
    }

    @Test
    void cancellationIsAskedBeforeEveryPart() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Cancellation afterFive = () -> {
            if (asked.incrementAndGet() > 5) {
                throw new CancelledException(new Problem("run", "cancelled", "none", "Start again."));
            }
        };
        assertThrows(CancelledException.class, () -> new Workers(1, afterFive).run(100, i -> done.incrementAndGet()));
        assertEquals(5, done.get());
    }

    @Test
    void anInterruptDoesNotLetTheCallerGoBeforeHelpersEnd() {
        AtomicInteger done = new AtomicInteger();
        Thread.currentThread().interrupt();
        new Workers(4, Cancellation.NONE).run(50, i -> {
            Thread.yield();
            done.incrementAndGet();
        });
        assertEquals(50, done.get());
        assertTrue(Thread.interrupted());
    }
}
