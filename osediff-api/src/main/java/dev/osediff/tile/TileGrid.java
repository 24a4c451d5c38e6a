package dev.osediff.tile;

import java.util.List;

/**
 * The columns and rows of a plan; a tile is one of each. Weights are separable: the weight of a tile at a pixel is its
 * column's weight times its row's.
 *
 * @param columns segments along x, left to right
 * @param columnProfile weight of a column at a position along x, before normalisation
 * @param rows segments along y, top to bottom
 * @param rowProfile weight of a row at a position along y, before normalisation
 */
record TileGrid(List<Segment> columns, Profile columnProfile, List<Segment> rows, Profile rowProfile) {
    /** Weight of a segment at a position inside its kept part, above 0. */
    @FunctionalInterface
    interface Profile {
        /** All kept pixels count alike. */
        Profile FLAT = (segment, position) -> 1;

        /** Returns the weight at a position in input pixels; the centre of pixel i is i + 0.5. */
        double weight(Segment segment, double position);
    }

    /** Copies the lists. */
    TileGrid {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Returns a grid whose kept parts do not overlap. */
    static TileGrid partition(List<Segment> columns, List<Segment> rows) {
        return new TileGrid(columns, Profile.FLAT, rows, Profile.FLAT);
    }
}
