package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.error.CancelledException;
import dev.osediff.error.Problem;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeapLedgerTest {
    private static final long HEAP = 1000;

    private final AtomicLong used = new AtomicLong();
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapLedger ledger = new HeapLedger(() -> HEAP, used::get, collections::incrementAndGet);

    @Test
    void givesWhatIsAskedWhereThereIsEnough() {
        try (HeapLedger.Reservation reservation = ledger.reserve(500, Cancellation.NONE)) {
            assertEquals(500, reservation.bytes());
        }
        assertEquals(0, collections.get());
    }

    @Test
    void givesWhatThereIsAfterACollectionWhereItIsAlone() {
        used.set(400);
        try (HeapLedger.Reservation reservation = ledger.reserve(2000, Cancellation.NONE)) {
            assertEquals(450, reservation.bytes());
        }
        assertEquals(1, collections.get());
    }

    @Test
    void waitsForOthersToEnd() throws InterruptedException {
        HeapLedger.Reservation first = ledger.reserve(800, Cancellation.NONE);
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicBoolean got = new AtomicBoolean();
        Thread second = new Thread(() -> {
            try (HeapLedger.Reservation r = ledger.reserve(300, waiting::countDown)) {
                got.set(r.bytes() == 300);
            }
        });
        second.start();
        waiting.await();
        assertFalse(got.get());
        first.close();
        second.join();
        assertTrue(got.get());
    }

    @Test
    void aThreadThatHoldsSomeNeverWaitsForItself() {
        try (HeapLedger.Reservation outer = ledger.reserve(800, Cancellation.NONE);
                HeapLedger.Reservation inner = ledger.reserve(300, Cancellation.NONE)) {
            assertEquals(800, outer.bytes());
            assertEquals(50, inner.bytes());
        }
    }

    @Test
    void waitingCanBeCancelled() throws InterruptedException {
        HeapLedger.Reservation first = ledger.reserve(800, Cancellation.NONE);
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread second = new Thread(() -> {
            assertThrows(
                    CancelledException.class,
                    () -> ledger.reserve(300, () -> {
                        throw new CancelledException(new Problem("run", "cancelled", "none", "Start again."));
                    }));
            cancelled.set(true);
        });
        second.start();
        second.join();
        first.close();
        assertTrue(cancelled.get());
        try (HeapLedger.Reservation all = ledger.reserve(850, Cancellation.NONE)) {
            assertEquals(850, all.bytes(), "nothing may stay reserved");
        }
    }
}
