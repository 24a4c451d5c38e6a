package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Shares the Java heap among runs: each one reserves, before it starts, what it will allocate; where memory is short it
 * waits for others to end instead of failing. A thread that already holds a reservation (a run started from a progress
 * callback) never waits. Thread-safe.
 */
final class HeapLedger {
    /** The ledger of this JVM's heap. */
    static final HeapLedger SHARED = new HeapLedger(Runtime.getRuntime()::maxMemory, HeapLedger::usedBytes, System::gc);

    /** The ledger of the machine's memory, for engines that do not use the heap. */
    static final HeapLedger NATIVE = new HeapLedger(MachineMemory::totalBytes, () -> 0, () -> {});

    /** Share of the heap that runs may fill: the rest is the collector's room to move. */
    private static final double USABLE_SHARE = 0.85;

    private static final long WAIT_MILLISECONDS = 50;

    private final LongSupplier maxBytes;
    private final LongSupplier usedBytes;
    private final Runnable collect;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition released = lock.newCondition();
    private final ThreadLocal<Integer> held = ThreadLocal.withInitial(() -> 0);
    private long reservedBytes;

    HeapLedger(LongSupplier maxBytes, LongSupplier usedBytes, Runnable collect) {
        this.maxBytes = maxBytes;
        this.usedBytes = usedBytes;
        this.collect = collect;
    }

    /** Bytes kept for one run until closed, on the thread that reserved them. */
    final class Reservation implements AutoCloseable {
        private final long bytes;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        /** Returns the bytes that the run may allocate. */
        long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                reservedBytes -= bytes;
                int count = held.get() - 1;
                if (count == 0) {
                    held.remove();
                } else {
                    held.set(count);
                }
                released.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Reserves {@code wanted} bytes, or what there is. Waits while other runs hold memory and there is less.
     *
     * @param cancellation asked while waiting
     * @return a reservation of at most {@code wanted} bytes, maybe fewer than the run needs
     */
    Reservation reserve(long wanted, Cancellation cancellation) {
        lock.lock();
        try {
            long available = available(wanted);
            while (available < wanted && reservedBytes > 0 && held.get() == 0) {
                cancellation.throwIfCancelled();
                awaitRelease(cancellation);
                available = available(wanted);
            }
            Reservation reservation = new Reservation(Math.max(0, Math.min(wanted, available)));
            reservedBytes += reservation.bytes;
            held.set(held.get() + 1);
            return reservation;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRelease(Cancellation cancellation) {
        try {
            released.await(WAIT_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.throwIfCancelled();
        }
    }

    /** Collects garbage only if the bytes wanted seem not to be there and no other run works. */
    private long available(long wanted) {
        long bytes = freeBytes();
        if (bytes < wanted && reservedBytes == 0) {
            collect.run();
            bytes = freeBytes();
        }
        return bytes;
    }

    /** Runs may not have allocated all they reserved: whichever is more counts. */
    private long freeBytes() {
        long usable = (long) (maxBytes.getAsLong() * USABLE_SHARE);
        return usable - Math.max(usedBytes.getAsLong(), reservedBytes);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
