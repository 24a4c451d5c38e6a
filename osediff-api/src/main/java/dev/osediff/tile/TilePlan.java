package dev.osediff.tile;

import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The tiles of one picture: a value, equal to any plan of the same size and strategy. Every pixel is kept by at least
 * one tile, and the weights of the tiles that keep it add up to 1. Immutable and thread-safe.
 */
public final class TilePlan {
    private final int width;
    private final int height;
    private final TileStrategy strategy;
    private final TileGrid grid;
    private final List<Tile> tiles;

    private TilePlan(int width, int height, TileStrategy strategy) {
        this.width = width;
        this.height = height;
        this.strategy = strategy;
        this.grid = strategy.grid(width, height);
        this.tiles = new TileList();
    }

    /** The tiles, made when asked for: a plan stays small however many tiles it has. */
    private final class TileList extends AbstractList<Tile> implements RandomAccess {
        @Override
        public Tile get(int index) {
            Objects.checkIndex(index, size());
            return tile(index % columns(), index / columns());
        }

        @Override
        public int size() {
            return Math.multiplyExact(columns(), rows());
        }
    }

    /** Makes the plan of a picture; throws {@link IllegalArgumentException} if a side is not within 1 to 2²⁸. */
    static TilePlan of(int width, int height, TileStrategy strategy) {
        if (width < 1 || height < 1 || width > TileOptions.MAX_LENGTH || height > TileOptions.MAX_LENGTH) {
            throw new IllegalArgumentException("a plan covers sides of 1 to " + TileOptions.MAX_LENGTH
                    + " pixels, found " + width + " x " + height);
        }
        return new TilePlan(width, height, strategy);
    }

    private Tile tile(int column, int row) {
        Segment h = grid.columns().get(column);
        Segment v = grid.rows().get(row);
        Rect read = new Rect(h.readStart(), v.readStart(), h.readLength(), v.readLength());
        Rect keep = new Rect(h.keepStart(), v.keepStart(), h.keepEnd() - h.keepStart(), v.keepEnd() - v.keepStart());
        return new Tile(column, row, read, keep);
    }

    /** Returns the columns of the network's input. */
    public int width() {
        return width;
    }

    /** Returns the rows of the network's input. */
    public int height() {
        return height;
    }

    /** Returns the tiles, row by row from the top, each row from the left. Unmodifiable. */
    public List<Tile> tiles() {
        return tiles;
    }

    /** Returns the number of columns of tiles. */
    public int columns() {
        return grid.columns().size();
    }

    /** Returns the number of rows of tiles. */
    public int rows() {
        return grid.rows().size();
    }

    /** Tells whether the picture is read at once. */
    public boolean isWhole() {
        return tiles.size() == 1;
    }

    /** Returns the longest side of a tile along x, in input pixels. */
    public int tileWidth() {
        return grid.columns().stream().mapToInt(Segment::readLength).max().orElseThrow();
    }

    /** Returns the longest side of a tile along y, in input pixels. */
    public int tileHeight() {
        return grid.rows().stream().mapToInt(Segment::readLength).max().orElseThrow();
    }

    /** Returns how many pixels are read for each pixel of the picture, at least 1: the price of halos and overlaps. */
    public double overhead() {
        long across = grid.columns().stream().mapToLong(Segment::readLength).sum();
        long down = grid.rows().stream().mapToLong(Segment::readLength).sum();
        return (double) across / width * ((double) down / height);
    }

    /** Returns one line for a result's provenance: strategy with parameters, grid, tile size, picture size. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s: %d x %d tiles of up to %d x %d over %d x %d",
                strategy,
                columns(),
                rows(),
                tileWidth(),
                tileHeight(),
                width,
                height);
    }

    TileGrid grid() {
        return grid;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TilePlan plan
                && plan.width == width
                && plan.height == height
                && plan.strategy.equals(strategy);
    }

    @Override
    public int hashCode() {
        return (31 * width + height) * 31 + strategy.hashCode();
    }

    /** Returns {@link #describe()}. */
    @Override
    public String toString() {
        return describe();
    }
}
