package dev.osediff.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * Overlapping tiles whose results fade into each other: for networks that look further than any halo, where hard edges
 * would show. The fewest tiles are used, spread evenly, so that real overlaps are at least the one asked for.
 *
 * @param tile most pixels read along one axis; rounded down to the alignment
 * @param overlap least number of pixels that neighbours share, and the length of the ramp; rounded up to the alignment
 * @param ramp form of the fade
 * @param alignment offsets of what is read are multiples of it; sizes too, unless cut by the picture's border
 */
record FeatheredStrategy(int tile, int overlap, Ramp ramp, int alignment) implements TileStrategy {
    /**
     * Checks the parameters.
     *
     * @throws dev.osediff.error.InvalidOptionException if a length is out of range or the overlap, once aligned, is not
     *     below the tile
     */
    FeatheredStrategy {
        TileOptions.requireTile(tile);
        TileOptions.requireAlignment(alignment);
        TileOptions.requireOverlap(tile, overlap);
        if (Alignment.up((long) overlap, alignment) >= Alignment.down(tile, alignment)) {
            throw TileOptions.invalid(
                    "tile overlap",
                    "overlap " + overlap + " with tile " + tile + " and alignment " + alignment,
                    "an overlap that stays below the tile when both are multiples of the alignment",
                    "Use a larger tile or a smaller overlap.");
        }
        if (ramp == null) {
            throw new IllegalArgumentException("ramp is null");
        }
    }

    @Override
    public TileGrid grid(int width, int height) {
        return new TileGrid(segments(width), fade(width), segments(height), fade(height));
    }

    private List<Segment> segments(int length) {
        int longest = Alignment.down(tile, alignment);
        if (length <= longest) {
            return List.of(Segment.all(0, length));
        }
        int stride = longest - (int) Alignment.up((long) overlap, alignment);
        int lastStart = (int) Alignment.up((long) length - longest, alignment);
        int gaps = Alignment.ceilDiv(lastStart, stride);
        List<Segment> segments = new ArrayList<>(gaps + 1);
        for (int i = 0; i <= gaps; i++) {
            int start = Alignment.down((int) ((long) i * lastStart / gaps), alignment);
            segments.add(Segment.all(start, Math.min(length, start + longest)));
        }
        return segments;
    }

    private TileGrid.Profile fade(int length) {
        double reach = Alignment.up((long) overlap, alignment);
        return (segment, position) -> {
            double fromStart = segment.readStart() == 0 ? Double.MAX_VALUE : position - segment.readStart();
            double fromEnd = segment.readEnd() == length ? Double.MAX_VALUE : segment.readEnd() - position;
            double distance = Math.min(fromStart, fromEnd);
            return distance >= reach ? 1 : ramp.at(distance / reach);
        };
    }

    @Override
    public String toString() {
        return "feathered(tile=" + tile + ", overlap=" + overlap + ", ramp=" + ramp + ", alignment=" + alignment + ")";
    }
}
