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
record RunContext(Gemm gemm, Workers workers, Scratch scratch, PreparedWeights prepared) {
    private static final int ARRAYS_PER_THREAD = 2;

    /** Creates the context of runs that nobody cancels. */
    static RunContext of(Gemm gemm, int threads) {
        Scratch scratch = new Scratch(ARRAYS_PER_THREAD * threads);
        return new RunContext(gemm, new Workers(threads, Cancellation.NONE), scratch, new PreparedWeights());
    }

    /** Returns the context of one run, which shares all but the workers. */
    RunContext forRun(int threads, Cancellation cancellation) {
        return new RunContext(gemm, new Workers(threads, cancellation), scratch, prepared);
    }
}
