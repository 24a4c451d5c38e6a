package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The tile and the launch for one attention on one device.
 *
 * @param shape what is computed
 * @param tile the form of the kernel that is used
 * @param launch its launch
 */
public record AttentionPlan(AttentionShape shape, AttentionTile tile, LaunchPlan launch) {
    private static final double LOG2_E = 1.4426950408889634;

    /**
     * Chooses the largest tile that fits a block of the device.
     *
     * @param sharedLimit most shared memory of a block after opting in, in bytes
     * @throws InvalidOptionException if no kernel is there for the head size, or none fits
     */
    public static AttentionPlan of(AttentionShape shape, ElementType type, int sharedLimit) {
        AttentionTile tile = Arrays.stream(AttentionTile.values())
                .filter(form -> form.channels() == shape.channels() && form.sharedBytes() <= sharedLimit)
                .findFirst()
                .orElseThrow(() -> none(shape, sharedLimit));
        int blocks = (shape.queries() - 1) / tile.queries() + 1;
        LaunchPlan launch = new LaunchPlan(
                tile.kernel(type), blocks, shape.heads(), shape.batch(), AttentionTile.THREADS, tile.sharedBytes());
        return new AttentionPlan(shape, tile, launch);
    }

    private static InvalidOptionException none(AttentionShape shape, int sharedLimit) {
        String sizes = Arrays.stream(AttentionTile.values())
                .map(tile -> tile.channels() + " (" + tile.sharedBytes() + " bytes)")
                .collect(Collectors.joining(", "));
        return new InvalidOptionException(new Problem(
                "attention with heads of " + shape.channels() + " channels",
                "no kernel for them in " + sharedLimit + " bytes of shared memory",
                "head sizes are " + sizes,
                "Use another backend for this network."));
    }

    /** Returns the factor that takes scores to units of log2, as the kernel wants it. */
    public float scaleLog2() {
        return (float) (shape.scale() * LOG2_E);
    }

    /**
     * Returns the kernel's arguments.
     *
     * @param tensors device addresses of q, k, v and the result
     * @param strides for each of the four the distance in elements between batches, heads, rows and channels
     */
    public KernelArguments arguments(long[] tensors, long[][] strides) {
        KernelArguments arguments = new KernelArguments();
        for (long tensor : tensors) {
            arguments.address(tensor);
        }
        for (long[] distances : strides) {
            for (long distance : distances) {
                arguments.address(distance);
            }
        }
        return arguments
                .integer(shape.heads())
                .integer(shape.queries())
                .integer(shape.keys())
                .integer(shape.causal() ? 1 : 0)
                .number(scaleLog2())
                .integer(0);
    }
}
