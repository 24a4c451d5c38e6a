package dev.osediff.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * Tiles that read a halo around what they keep; kept parts partition the picture. Joined results equal the whole result
 * exactly if the network looks no further than the halo, normalises within a pixel, and the alignment is a multiple of
 * its total stride.
 *
 * <p>Along each axis the fewest tiles are used that read at most {@code tile} pixels; they are then made equally long,
 * so that a backend sees one shape (and smaller ones only where the picture is not a multiple of the alignment).
 *
 * @param tile most pixels read along one axis, halo included
 * @param halo pixels read beyond the kept part, except at the picture's border; rounded up to the alignment
 * @param alignment offsets of what is read are multiples of it; sizes too, unless cut by the picture's border
 */
record HaloStrategy(int tile, int halo, int alignment) implements TileStrategy {
    /**
     * Checks the parameters.
     *
     * @throws dev.osediff.error.InvalidOptionException if a length is out of range or the halo leaves nothing to keep
     */
    HaloStrategy {
        TileOptions.requireTile(tile);
        TileOptions.requireAlignment(alignment);
        TileOptions.requireHalo(halo);
        if (tile < smallestTile(halo, alignment)) {
            throw TileOptions.invalid(
                    "tile size",
                    "tile " + tile + " with halo " + halo + " and alignment " + alignment,
                    "a tile of at least 2 x halo + alignment = " + smallestTile(halo, alignment),
                    "Use a larger tile.");
        }
    }

    /** Returns the smallest tile that keeps anything: two halos, rounded up to the alignment, and one alignment. */
    static long smallestTile(int halo, int alignment) {
        return 2 * Alignment.up((long) halo, alignment) + alignment;
    }

    @Override
    public TileGrid grid(int width, int height) {
        return TileGrid.partition(segments(width), segments(height));
    }

    private List<Segment> segments(int length) {
        int longest = Alignment.down(tile, alignment);
        int margin = (int) Alignment.up((long) halo, alignment);
        if (length <= longest) {
            return List.of(Segment.all(0, length));
        }
        // The first and the last tile lack one halo each: count · longest must cover the picture and 2 · (count − 1)
        // halos.
        int count = Alignment.ceilDiv(length - 2 * margin, longest - 2 * margin);
        int even = (int) Alignment.up((length + 2L * margin * (count - 1) + count - 1) / count, alignment);
        int stride = even - 2 * margin;
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            int start = last ? (int) Alignment.up((long) length - even, alignment) : i * stride;
            int keepStart = i == 0 ? 0 : i * stride + margin;
            int keepEnd = last ? length : (i + 1) * stride + margin;
            segments.add(new Segment(start, last ? length : start + even, keepStart, keepEnd));
        }
        return segments;
    }

    @Override
    public String toString() {
        return "halo(tile=" + tile + ", halo=" + halo + ", alignment=" + alignment + ")";
    }
}
