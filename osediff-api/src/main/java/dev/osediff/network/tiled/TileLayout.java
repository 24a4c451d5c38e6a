package dev.osediff.network.tiled;

import dev.osediff.tile.Rect;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which rectangles of a map its tiles hold, at the map's own resolution. The order of the tiles has no meaning. Immutable.
 *
 * @param width columns of the map
 * @param height rows of the map
 * @param parts what each tile holds, inside the map
 */
public record TileLayout(int width, int height, List<Rect> parts) {
    /** Copies the list; refuses an empty one and parts that leave the map. */
    public TileLayout {
        parts = List.copyOf(parts);
        Rect map = new Rect(0, 0, width, height);
        if (parts.isEmpty() || !parts.stream().allMatch(map::contains)) {
            throw new IllegalArgumentException("tiles lie inside " + map + ", found " + parts);
        }
    }

    /** Returns the layout of what a plan's tiles read, in the plan's order. */
    public static TileLayout of(TilePlan plan) {
        return new TileLayout(
                plan.width(),
                plan.height(),
                plan.tiles().stream().map(Tile::read).toList());
    }

    /** Returns the number of tiles. */
    public int size() {
        return parts.size();
    }

    /** Returns the pixels that all tiles hold; those that several hold count several times. */
    long heldPixels() {
        return parts.stream().mapToLong(Rect::area).sum();
    }

    /** Tells whether each pixel of the map is held by exactly one tile. */
    boolean isPartition() {
        if (heldPixels() != (long) width * height) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < i; j++) {
                if (overlap(parts.get(i), parts.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean overlap(Rect a, Rect b) {
        return a.x() < b.right() && b.x() < a.right() && a.y() < b.bottom() && b.y() < a.bottom();
    }

    /** Returns the layout of the map with each side {@code factor} times as long. */
    TileLayout enlarged(int factor) {
        UnaryOperator<Rect> times =
                r -> new Rect(r.x() * factor, r.y() * factor, r.width() * factor, r.height() * factor);
        return new TileLayout(
                width * factor, height * factor, parts.stream().map(times).toList());
    }

    /**
     * Returns the layout of a map of which each pixel stands for {@code stride} × {@code stride} of this one.
     *
     * @param newWidth its columns: what is left over at the right border may have been rounded either way
     * @param newHeight its rows
     * @throws IllegalArgumentException if a border between tiles is not a multiple of the stride
     */
    TileLayout reduced(int stride, int newWidth, int newHeight) {
        List<Rect> reduced = new ArrayList<>(size());
        for (Rect r : parts) {
            int x = divided(r.x(), stride);
            int y = divided(r.y(), stride);
            int right = r.right() == width ? newWidth : divided(r.right(), stride);
            int bottom = r.bottom() == height ? newHeight : divided(r.bottom(), stride);
            reduced.add(new Rect(x, y, right - x, bottom - y));
        }
        return new TileLayout(newWidth, newHeight, reduced);
    }

    private int divided(int position, int stride) {
        if (position % stride != 0) {
            throw new IllegalArgumentException("borders of tiles must be multiples of " + stride + ", found " + position
                    + " in a map of " + width + " x " + height);
        }
        return position / stride;
    }
}
