package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * How one kernel is launched: its name in the module, the grid, and what a block takes. Within CUDA's limits for every
 * compute capability from 7.5 on.
 *
 * @param kernel name of the kernel
 * @param gridX blocks along x, 1 to 2³¹ − 1
 * @param gridY blocks along y, 1 to 65535
 * @param gridZ blocks along z, 1 to 65535
 * @param threads threads of a block, a multiple of 32 up to 1024
 * @param sharedBytes dynamic shared memory of a block, in bytes; above 48 KiB the function has to opt in
 */
public record LaunchPlan(String kernel, int gridX, int gridY, int gridZ, int threads, int sharedBytes) {
    /** The most shared memory that a block gets without opting in, in bytes. */
    public static final int SHARED_WITHOUT_OPT_IN = 48 << 10;

    private static final int MOST_BLOCKS_YZ = 65535;
    private static final int WARP = 32;
    private static final int MOST_THREADS = 1024;

    /** @throws InvalidOptionException if the launch is outside CUDA's limits */
    public LaunchPlan {
        require(gridX >= 1, "grid x", gridX, "at least 1");
        require(gridY >= 1 && gridY <= MOST_BLOCKS_YZ, "grid y", gridY, "1 to 65535");
        require(gridZ >= 1 && gridZ <= MOST_BLOCKS_YZ, "grid z", gridZ, "1 to 65535");
        require(
                threads >= WARP && threads <= MOST_THREADS && threads % WARP == 0,
                "threads",
                threads,
                "a multiple of 32 up to 1024");
        require(sharedBytes >= 0, "shared bytes", sharedBytes, "0 or more");
    }

    private static void require(boolean holds, String what, int found, String limit) {
        if (!holds) {
            throw new InvalidOptionException(new Problem(
                    "to launch a kernel",
                    what + " is " + found,
                    "CUDA allows " + limit,
                    "Split the work into several launches."));
        }
    }

    /** Returns whether the function's shared-memory limit has to be raised before the launch. */
    public boolean needsOptIn() {
        return sharedBytes > SHARED_WITHOUT_OPT_IN;
    }
}
