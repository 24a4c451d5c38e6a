package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ClosedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunGateTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final RunGate gate = new RunGate("thing", freed::incrementAndGet);

    @Test
    void freesOnceAndRefusesAfterwards() {
        assertEquals(7, gate.run(() -> 7));
        gate.close();
        gate.close();
        assertEquals(1, freed.get());
        ClosedException e = assertThrows(ClosedException.class, () -> gate.run(() -> 7));
        assertEquals("thing", e.problem().asked());
    }

    @Test
    void closeWaitsForTheRunningOne() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread run = new Thread(() -> gate.run(() -> {
            inside.countDown();
            awaitQuietly(go);
            assertEquals(0, freed.get());
            return null;
        }));
        run.start();
        inside.await();
        Thread close = new Thread(gate::close);
        close.start();
        while (close.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(0, freed.get());
        go.countDown();
        close.join();
        run.join();
        assertEquals(1, freed.get());
    }

    @Test
    void closeFromInsideFreesWhenTheRunEnds() {
        gate.run(() -> {
            gate.close();
            assertEquals(0, freed.get());
            return null;
        });
        assertEquals(1, freed.get());
    }

    @Test
    void aBodyThatThrowsLeavesTheGate() {
        assertThrows(
                IllegalStateException.class,
                () -> gate.run(() -> {
                    throw new IllegalStateException();
                }));
        gate.close();
        assertEquals(1, freed.get());
    }

    @Test
    void anInterruptDoesNotShortenTheWaitAndIsKept() throws InterruptedException {
        Thread.currentThread().interrupt();
        gate.close();
        assertTrue(Thread.interrupted());
        assertEquals(1, freed.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
