package dev.osediff.tile;

/**
 * One tile of a {@link TilePlan}. Both rectangles are in the pixels of the network's input; {@link TileScale} turns them
 * into pixels of its output.
 *
 * @param column position in the grid, from 0 at the left
 * @param row position in the grid, from 0 at the top
 * @param read what the network is given, inside the picture
 * @param keep the part of {@code read} whose result counts; blended where kept parts of several tiles overlap
 */
public record Tile(int column, int row, Rect read, Rect keep) {
    /** Refuses a kept part outside the part read. */
    public Tile {
        if (column < 0 || row < 0 || !read.contains(keep)) {
            throw new IllegalArgumentException(
                    "tile (" + column + ", " + row + ") keeps " + keep + ", which is not inside " + read);
        }
    }
}
