package dev.osediff.network.tiled;

import dev.osediff.network.Tensor;
import dev.osediff.tile.Rect;
import dev.osediff.tile.TileReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Maps cut into tiles and joined again. */
final class TestLayouts {
    private TestLayouts() {}

    /** Partitions a map at the columns and rows given: "8 16" cuts before columns 8 and 16; "" does not cut. */
    static TileLayout grid(int width, int height, String columns, String rows) {
        List<Integer> x = edges(columns, width);
        List<Integer> y = edges(rows, height);
        List<Rect> parts = new ArrayList<>();
        for (int row = 1; row < y.size(); row++) {
            for (int column = 1; column < x.size(); column++) {
                int left = x.get(column - 1);
                int top = y.get(row - 1);
                parts.add(new Rect(left, top, x.get(column) - left, y.get(row) - top));
            }
        }
        return new TileLayout(width, height, parts);
    }

    private static List<Integer> edges(String cuts, int length) {
        List<Integer> edges = new ArrayList<>(List.of(0));
        Stream.of(cuts.split(" "))
                .filter(cut -> !cut.isEmpty())
                .map(Integer::valueOf)
                .forEach(edges::add);
        edges.add(length);
        return edges;
    }

    static TileLayout shuffled(TileLayout layout, long seed) {
        List<Rect> parts = new ArrayList<>(layout.parts());
        Collections.shuffle(parts, new Random(seed));
        return new TileLayout(layout.width(), layout.height(), parts);
    }

    static List<Tensor> cut(Tensor map, TileLayout layout) {
        return layout.parts().stream().map(part -> TileReader.read(map, part)).toList();
    }

    /** Joins tiles whose layout partitions the map, at a multiple of the layout's resolution: factor up or down. */
    static Tensor joined(List<Tensor> tiles, TileLayout layout, int up, int down) {
        int width = layout.width() * up / down;
        Tensor map = Tensor.zeros(1, tiles.get(0).dim(1), layout.height() * up / down, width);
        for (int i = 0; i < tiles.size(); i++) {
            Tensor tile = tiles.get(i);
            int left = layout.parts().get(i).x() * up / down;
            int top = layout.parts().get(i).y() * up / down;
            for (int line = 0; line < tile.dim(1) * tile.dim(2); line++) {
                int row = line / tile.dim(2) * map.dim(2) + top + line % tile.dim(2);
                System.arraycopy(tile.data(), line * tile.dim(3), map.data(), row * width + left, tile.dim(3));
            }
        }
        return map;
    }

    /** Returns the largest difference relative to the largest expected value. */
    static double difference(Tensor expected, Tensor found) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs((double) expected.data()[i] - found.data()[i]));
        }
        return difference / largest;
    }
}
