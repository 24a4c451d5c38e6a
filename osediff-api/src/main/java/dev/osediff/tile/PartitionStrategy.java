package dev.osediff.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * Tiles that read what they keep and nothing else: for networks that see their neighbours' borders by other means. The
 * fewest tiles are used, equally long but for the last.
 *
 * @param tile most pixels along one axis; rounded down to the alignment
 * @param alignment offsets are multiples of it; sizes too, unless cut by the picture's border
 */
record PartitionStrategy(int tile, int alignment) implements TileStrategy {
    /**
     * Checks the parameters.
     *
     * @throws dev.osediff.error.InvalidOptionException if a length is out of range or the tile is below the alignment
     */
    PartitionStrategy {
        TileOptions.requireTile(tile);
        TileOptions.requireAlignment(alignment);
        if (tile < alignment) {
            throw TileOptions.invalid(
                    "tile size",
                    "tile " + tile + " with alignment " + alignment,
                    "a tile of at least the alignment",
                    "Use a larger tile.");
        }
    }

    @Override
    public TileGrid grid(int width, int height) {
        return TileGrid.partition(segments(width), segments(height));
    }

    private List<Segment> segments(int length) {
        int count = Alignment.ceilDiv(length, Alignment.down(tile, alignment));
        int side = (int) Alignment.up(Alignment.ceilDiv(length, count), alignment);
        List<Segment> segments = new ArrayList<>(count);
        for (int start = 0; start < length; start += side) {
            segments.add(Segment.all(start, Math.min(length, start + side)));
        }
        return segments;
    }

    @Override
    public String toString() {
        return "partition(tile=" + tile + ", alignment=" + alignment + ")";
    }
}
