package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * A launch with one thread for each element of the result [rows, channels].
 *
 * @param launch the launch
 * @param count elements of the result
 * @param channels elements of a row
 */
public record ElementwisePlan(LaunchPlan launch, long count, int channels) {
    private static final int THREADS = 256;

    /** Plans {@code values · gelu(gates)} of rows that hold the values, then the gates. */
    public static ElementwisePlan geglu(long rows, int channels, ElementType type) {
        return of("geglu_", rows, channels, type);
    }

    /** Plans {@code x + bias + residual}; the residual may be absent. */
    public static ElementwisePlan biasResidual(long rows, int channels, ElementType type) {
        return of("bias_residual_", rows, channels, type);
    }

    private static ElementwisePlan of(String kernel, long rows, int channels, ElementType type) {
        long most = (long) Integer.MAX_VALUE * THREADS;
        if (rows < 1 || channels < 1 || rows > most / channels) {
            throw new InvalidOptionException(new Problem(
                    "to compute element by element",
                    rows + " rows of " + channels,
                    "1 to " + most + " elements",
                    "Use tiles."));
        }
        long count = rows * channels;
        int blocks = (int) ((count - 1) / THREADS + 1);
        return new ElementwisePlan(new LaunchPlan(kernel + type.suffix(), blocks, 1, 1, THREADS, 0), count, channels);
    }

    /** Returns the arguments of geglu: addresses of [rows, 2 × channels] and of the result. */
    public KernelArguments gegluArguments(long x, long y) {
        return new KernelArguments()
                .address(x)
                .address(y)
                .address(count)
                .integer(channels)
                .integer(0);
    }

    /** Returns the arguments of the epilogue; a residual at address 0 with {@code hasResidual} false is not read. */
    public KernelArguments epilogueArguments(long x, long bias, long residual, long y, boolean hasResidual) {
        return new KernelArguments()
                .address(x)
                .address(bias)
                .address(residual)
                .address(y)
                .address(count)
                .integer(channels)
                .integer(hasResidual ? 1 : 0);
    }
}
