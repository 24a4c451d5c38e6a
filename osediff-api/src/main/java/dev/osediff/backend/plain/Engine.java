package dev.osediff.backend.plain;

import dev.osediff.backend.Cancellation;

/**
 * What the kernels of one run share.
 *
 * @param gemm the matrix product
 * @param workers this run's threads
 * @param scratch reusable arrays
 * @param prepared parameters in the forms that kernels read
 */
record Engine(Gemm gemm, Workers workers, Scratch scratch, Prepared prepared) {
    private static final int ARRAYS_PER_THREAD = 2;

    /** Creates an engine that never cancels. */
    static Engine of(Gemm gemm, int threads) {
        Scratch scratch = new Scratch(ARRAYS_PER_THREAD * threads);
        return new Engine(gemm, new Workers(threads, Cancellation.NONE), scratch, new Prepared());
    }

    /** Returns an engine for one run, which shares all but the workers. */
    Engine forRun(int threads, Cancellation cancellation) {
        return new Engine(gemm, new Workers(threads, cancellation), scratch, prepared);
    }
}
