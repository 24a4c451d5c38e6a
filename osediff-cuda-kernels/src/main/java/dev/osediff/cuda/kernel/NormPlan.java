package dev.osediff.cuda.kernel;

import java.util.List;

/**
 * The launches of a norm: one block per group where groups are small, else the pixels in slabs, first for their
 * statistics and then for the result.
 *
 * @param shape what is computed
 * @param slabs parts of the pixels, 1 for the form with one launch
 * @param launches the launches in their order; all take the same arguments
 */
public record NormPlan(NormShape shape, int slabs, List<LaunchPlan> launches) {
    /** Threads of a block. */
    public static final int THREADS = 256;

    /** Shared memory of a block in bytes: a float for each warp. */
    public static final int SHARED_BYTES = THREADS / 32 * Float.BYTES;

    /** Elements of a slab that are aimed at. A first choice: not measured on a GPU yet. */
    private static final int SLAB_ELEMENTS = 16384;

    private static final int MOST_SLABS = 64;

    /** Chooses the form by the size of a group. */
    public static NormPlan ofGroups(NormShape shape, ElementType type) {
        long elements = (long) shape.pixels() * shape.groupWidth();
        long slabs = Math.min(Math.min((elements - 1) / SLAB_ELEMENTS + 1, MOST_SLABS), shape.pixels());
        return ofGroups(shape, type, (int) slabs);
    }

    /** Plans a number of slabs, at least 1. */
    static NormPlan ofGroups(NormShape shape, ElementType type, int slabs) {
        if (slabs == 1) {
            return new NormPlan(
                    shape, 1, List.of(launch("group_norm_single_", type, shape.groups(), shape.batch(), 1)));
        }
        return new NormPlan(
                shape,
                slabs,
                List.of(
                        launch("group_norm_statistics_", type, slabs, shape.groups(), shape.batch()),
                        launch("group_norm_apply_", type, slabs, shape.groups(), shape.batch())));
    }

    /** Plans a norm over the channels of each of {@code rows} tokens. */
    public static NormPlan ofRows(int rows, int channels, float epsilon, ElementType type) {
        NormShape shape = new NormShape(rows, 1, channels, 1, epsilon, false);
        return new NormPlan(shape, 1, List.of(launch("layer_norm_", type, rows, 1, 1)));
    }

    private static LaunchPlan launch(String kernel, ElementType type, int x, int y, int z) {
        return new LaunchPlan(kernel + type.suffix(), x, y, z, THREADS, SHARED_BYTES);
    }

    /** Returns the bytes that the statistics between two launches take, 0 for one launch. */
    public long statisticsBytes() {
        return launches.size() == 1 ? 0 : 2L * Float.BYTES * shape.batch() * shape.groups() * slabs;
    }

    /**
     * Returns the kernels' arguments.
     *
     * @param x address of the picture
     * @param y address of the result; may be that of the picture
     * @param gamma address of the factors, float32 [channels]
     * @param beta address of the summands, float32 [channels]
     * @param statistics address of {@link #statisticsBytes()} bytes
     */
    public KernelArguments arguments(long x, long y, long gamma, long beta, long statistics) {
        return new KernelArguments()
                .address(x)
                .address(y)
                .address(gamma)
                .address(beta)
                .address(statistics)
                .integer(shape.pixels())
                .integer(shape.channels())
                .integer(shape.groups())
                .integer(slabs)
                .number(shape.epsilon())
                .integer(shape.silu() ? 1 : 0);
    }
}
