package dev.osediff.pipeline;

import dev.osediff.backend.RunGate;
import java.util.function.LongSupplier;

/**
 * Lets runs begin: while the pipeline is open, when the heap has room for them. Thread-safe.
 *
 * @param gate knows the runs that go on
 * @param ledger knows what they hold of the heap
 */
record Admission(RunGate gate, HeapLedger ledger) {
    /** Begins a run. */
    interface Start<R> {
        /**
         * Begins a run within its memory.
         *
         * @param bytes what the run may hold of the heap
         * @param release to be called once, when the run ends
         */
        R within(long bytes, Runnable release);
    }

    /**
     * Waits until a run can begin, and begins it.
     *
     * @param least bytes below which the run cannot be done; throws if the request's budget is smaller
     * @param wanted bytes that the run would use if it could
     * @throws dev.osediff.error.ClosedException if the pipeline is closed
     * @throws dev.osediff.error.CancelledException if the request is cancelled meanwhile
     * @throws dev.osediff.error.MemoryBudgetException if the heap is too small
     */
    <R> R admit(RunRequest request, LongSupplier least, LongSupplier wanted, Start<R> start) {
        RunGate.Run run = gate.enter();
        try {
            request.cancellation().throwIfCancelled();
            long needed = least.getAsLong();
            long budget = request.memoryBudgetBytes().orElse(Long.MAX_VALUE);
            HeapLedger.Reservation reservation =
                    ledger.reserve(Math.min(budget, wanted.getAsLong()), request.cancellation());
            try {
                if (reservation.bytes() < needed) {
                    throw TileSizes.tooLittle(
                            request.sizes(), reservation.bytes() + " bytes free on the heap", needed, null);
                }
                return start.within(reservation.bytes(), () -> {
                    reservation.close();
                    run.close();
                });
            } catch (RuntimeException | Error e) {
                reservation.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /** Returns the least bytes of a run; throws if the request's budget is smaller. */
    static long withinBudget(RunRequest request, long least) {
        long budget = request.memoryBudgetBytes().orElse(Long.MAX_VALUE);
        if (budget < least) {
            throw TileSizes.tooLittle(request.sizes(), "a budget of " + budget + " bytes", least, null);
        }
        return least;
    }
}
