package dev.osediff.tile;

import dev.osediff.network.Tensor;

/**
 * Joins the results of a plan's tiles into one feature map. Memory: the whole result and nothing more, since weights are
 * normalised beforehand; where one tile alone counts its values are copied unchanged.
 *
 * <p>Thread-safe. Where kept parts overlap, the last bits of a sum depend on the order of the calls; add the tiles in
 * the plan's order for equal bytes each time. Without overlap (whole, halo, reference VAE) the order does not matter.
 */
public final class TileAssembler {
    private final TilePlan plan;
    private final TileBlender blender;
    private final float[] data;

    /**
     * Prepares an empty result.
     *
     * @param channels channels of the network's output, at least 1
     * @param plan tiles of the network's input
     * @param scale size of the network's output as a multiple of its input's
     * @throws IllegalArgumentException if the scale does not divide the plan's offsets and sizes, or channels is below 1
     * @throws ArithmeticException if the result has more than 2³¹ − 1 values: use {@link BandAssembler}
     */
    public TileAssembler(int channels, TilePlan plan, TileScale scale) {
        this.plan = plan;
        this.blender = new TileBlender(plan, channels, scale);
        this.data = new float[Math.multiplyExact(channels, Math.multiplyExact(blender.width(), blender.height()))];
    }

    /**
     * Adds one tile's result.
     *
     * @param tile a tile of this assembler's plan
     * @param result [C, h, w] or [1, C, h, w], h × w the part read times the scale; not modified and not kept
     * @throws IllegalArgumentException if the tile is not of this plan or was added before, or the shape is another
     */
    public synchronized void add(Tile tile, Tensor result) {
        blender.add(tile, result, data, blender.height(), 0);
    }

    /**
     * Returns the joined result.
     *
     * @return [1, C, height · scale, width · scale]
     * @throws IllegalStateException if tiles are missing
     */
    public synchronized Tensor result() {
        int missing = plan.tiles().size() - blender.addedCount();
        if (missing > 0) {
            throw new IllegalStateException(missing + " of " + plan.tiles().size() + " tiles are missing");
        }
        return Tensor.of(data, 1, blender.channels(), blender.height(), blender.width());
    }
}
