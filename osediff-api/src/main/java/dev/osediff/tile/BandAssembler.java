package dev.osediff.tile;

import dev.osediff.network.Tensor;
import java.util.Arrays;

/**
 * Joins the results of a plan's tiles and hands finished rows on from the top, so that pictures larger than memory pass
 * through. Memory: the output rows of one row of tiles, plus those that it shares with the next. The rows handed on are
 * together equal to {@link TileAssembler#result()} with tiles added in the plan's order. Not thread-safe.
 */
public final class BandAssembler {
    private final TilePlan plan;
    private final TileBlender blender;
    private final Sink sink;
    private final int windowRows;
    private final float[] window;
    private int windowStart;
    private int tileRow;

    /** Receives finished rows. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes the next rows.
         *
         * @param firstRow output row of the first one; each call goes on where the last one ended
         * @param rows [1, C, number of rows, output width]; the receiver's own
         */
        void accept(int firstRow, Tensor rows);
    }

    /**
     * Prepares an empty window.
     *
     * @param channels channels of the network's output, at least 1
     * @param plan tiles of the network's input
     * @param scale size of the network's output as a multiple of its input's
     * @param sink called from {@link #add} when a row of tiles is complete
     * @throws IllegalArgumentException if the scale does not divide the plan's offsets and sizes, or channels is below 1
     * @throws ArithmeticException if a window has more than 2³¹ − 1 values: use lower tiles
     */
    public BandAssembler(int channels, TilePlan plan, TileScale scale, Sink sink) {
        this.plan = plan;
        this.blender = new TileBlender(plan, channels, scale);
        this.sink = sink;
        int rows = 0;
        for (int r = 0; r < plan.rows(); r++) {
            rows = Math.max(rows, blender.keptBand(r).height());
        }
        this.windowRows = rows;
        this.window = new float[Math.multiplyExact(channels, Math.multiplyExact(rows, blender.width()))];
    }

    /**
     * Adds one tile's result. Tiles come in the plan's order; within one row of tiles any order is accepted.
     *
     * @param result [C, h, w] or [1, C, h, w], h × w the part read times the scale; not modified and not kept
     * @throws IllegalArgumentException if the tile is not of this plan, was added before or is of a later row of tiles
     *     than the current one, or the shape is another
     */
    public void add(Tile tile, Tensor result) {
        if (tile.row() > tileRow) {
            throw new IllegalArgumentException(
                    "tiles come row by row; row " + tileRow + " is not complete, found " + tile);
        }
        blender.add(tile, result, window, windowRows, windowStart);
        if (blender.addedCount() == (tileRow + 1) * plan.columns()) {
            tileRow++;
            handOn(tileRow < plan.rows() ? blender.keptBand(tileRow).y() : blender.height());
        }
    }

    /** Tells whether all tiles were added and all rows handed on. */
    public boolean isComplete() {
        return tileRow == plan.rows();
    }

    private void handOn(int end) {
        int finished = end - windowStart;
        int width = blender.width();
        float[] rows = new float[blender.channels() * finished * width];
        for (int c = 0; c < blender.channels(); c++) {
            int plane = c * windowRows * width;
            int planeEnd = plane + windowRows * width;
            System.arraycopy(window, plane, rows, c * finished * width, finished * width);
            System.arraycopy(window, plane + finished * width, window, plane, (windowRows - finished) * width);
            Arrays.fill(window, planeEnd - finished * width, planeEnd, 0);
        }
        int first = windowStart;
        windowStart = end;
        sink.accept(first, Tensor.of(rows, 1, blender.channels(), finished, width));
    }
}
