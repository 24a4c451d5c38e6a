package dev.osediff.tile;

import java.util.List;

/** No tiles: the picture is read at once. */
record WholeStrategy() implements TileStrategy {
    @Override
    public TileGrid grid(int width, int height) {
        return TileGrid.partition(List.of(Segment.all(0, width)), List.of(Segment.all(0, height)));
    }

    @Override
    public String toString() {
        return "whole";
    }
}
