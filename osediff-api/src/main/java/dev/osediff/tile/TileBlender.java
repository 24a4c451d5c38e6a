package dev.osediff.tile;

import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/** Checks tile results against a plan and adds them, weighted, into planes that may start at a later row. */
final class TileBlender {
    private final TilePlan plan;
    private final TileScale scale;
    private final int channels;
    private final float[][] columnWeights;
    private final float[][] rowWeights;
    private final BitSet added = new BitSet();

    TileBlender(TilePlan plan, int channels, TileScale scale) {
        if (channels < 1) {
            throw new IllegalArgumentException("a result has at least 1 channel, found " + channels);
        }
        this.plan = plan;
        this.scale = scale;
        this.channels = channels;
        TileGrid grid = plan.grid();
        this.columnWeights = BlendWeights.along(grid.columns(), grid.columnProfile(), scale);
        this.rowWeights = BlendWeights.along(grid.rows(), grid.rowProfile(), scale);
    }

    int channels() {
        return channels;
    }

    int width() {
        return scale.apply(plan.width());
    }

    int height() {
        return scale.apply(plan.height());
    }

    /** Returns the output rows that a row of tiles touches. */
    Rect keptBand(int tileRow) {
        Segment rows = plan.grid().rows().get(tileRow);
        int first = scale.apply(rows.keepStart());
        return new Rect(0, first, width(), scale.apply(rows.keepEnd()) - first);
    }

    /** Returns the number of tiles added. */
    int addedCount() {
        return added.cardinality();
    }

    /**
     * Adds the kept part of a tile's result.
     *
     * @param target [channels, rows, width] of the output, beginning at output row {@code firstRow}
     */
    void add(Tile tile, Tensor result, float[] target, int rows, int firstRow) {
        int index = tile.row() * plan.columns() + tile.column();
        if (tile.column() >= plan.columns()
                || index >= plan.tiles().size()
                || !plan.tiles().get(index).equals(tile)) {
            throw new IllegalArgumentException(tile + " is not of the plan " + plan);
        }
        if (added.get(index)) {
            throw new IllegalArgumentException(tile + " was added before");
        }
        Rect read = scale.apply(tile.read());
        requireShape(result, read);
        Rect keep = scale.apply(tile.keep());
        float[] across = columnWeights[tile.column()];
        float[] down = rowWeights[tile.row()];
        int width = width();
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < keep.height(); y++) {
                int from = (c * read.height() + keep.y() - read.y() + y) * read.width() + keep.x() - read.x();
                int to = (c * rows + keep.y() - firstRow + y) * width + keep.x();
                addRow(result.data(), from, target, to, across, down[y]);
            }
        }
        added.set(index);
    }

    private static void addRow(float[] source, int from, float[] target, int to, float[] across, float down) {
        for (int x = 0; x < across.length; x++) {
            float weight = across[x] * down;
            // Where one tile alone counts its values are copied: adding them to zero would lose the sign of −0.
            target[to + x] = weight == 1 ? source[from + x] : target[to + x] + weight * source[from + x];
        }
    }

    private void requireShape(Tensor result, Rect read) {
        int[] expected = {channels, read.height(), read.width()};
        int[] shape = result.shape();
        boolean single = shape.length == 4 && shape[0] == 1;
        int[] found = single ? Arrays.copyOfRange(shape, 1, 4) : shape;
        if (!Arrays.equals(expected, found)) {
            throw new IllegalArgumentException("a tile's result must have shape " + Arrays.toString(expected)
                    + ", with or without a leading 1, found " + Arrays.toString(shape));
        }
    }
}
