package dev.osediff.network.tiled;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.tile.Rect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Gives tiles that partition a map the pixels around them, from whichever tiles hold those. */
final class TileBorders<T> {
    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    private final Ops<T> ops;

    TileBorders(Ops<T> ops) {
        this.ops = ops;
    }

    /**
     * Runs an operation on each tile with one more pixel on each side that is inside the map, and cuts from its result what
     * the tile itself accounts for. The operation looks one pixel far and pads with zeros.
     *
     * @param factor sides of its result as a multiple of its argument's
     */
    List<T> withNeighbours(TiledValue<T> map, int factor, UnaryOperator<T> operation) {
        TileLayout layout = map.layout();
        List<T> results = new ArrayList<>(layout.size());
        for (Rect own : layout.parts()) {
            int x = Math.max(0, own.x() - 1);
            int y = Math.max(0, own.y() - 1);
            int width = Math.min(layout.width(), own.right() + 1) - x;
            int height = Math.min(layout.height(), own.bottom() + 1) - y;
            results.add(ops.scope("tile", () -> {
                T result = operation.apply(gather(map, new Rect(x, y, width, height)));
                int top = (own.y() - y) * factor;
                int left = (own.x() - x) * factor;
                T rows = cut(result, ROWS, top, top + own.height() * factor);
                return cut(rows, COLUMNS, left, left + own.width() * factor);
            }));
        }
        return results;
    }

    /**
     * Convolves each tile with the pixels around it that its own output needs.
     *
     * @param output layout of the result
     */
    List<T> convolve(TiledValue<T> map, T weight, T bias, Conv2dSpec spec, TileLayout output) {
        int[] kernel = ops.shape(weight);
        List<T> results = new ArrayList<>(output.size());
        for (Rect own : output.parts()) {
            int top = own.y() * spec.stride() - spec.top();
            int left = own.x() * spec.stride() - spec.left();
            int bottom = (own.bottom() - 1) * spec.stride() - spec.top() + kernel[ROWS];
            int right = (own.right() - 1) * spec.stride() - spec.left() + kernel[COLUMNS];
            int y = Math.max(0, top);
            int x = Math.max(0, left);
            int height = Math.min(map.layout().height(), bottom) - y;
            int width = Math.min(map.layout().width(), right) - x;
            Conv2dSpec rest = new Conv2dSpec(spec.stride(), y - top, bottom - y - height, x - left, right - x - width);
            results.add(ops.scope(
                    "tile", () -> ops.conv2d(gather(map, new Rect(x, y, width, height)), weight, bias, rest)));
        }
        return results;
    }

    /** Returns a rectangle of the map. */
    private T gather(TiledValue<T> map, Rect wanted) {
        List<Piece<T>> pieces = new ArrayList<>();
        for (int i = 0; i < map.parts().size(); i++) {
            Rect held = map.layout().parts().get(i);
            int x = Math.max(held.x(), wanted.x());
            int y = Math.max(held.y(), wanted.y());
            int right = Math.min(held.right(), wanted.right());
            int bottom = Math.min(held.bottom(), wanted.bottom());
            if (x < right && y < bottom) {
                T rows = cut(map.parts().get(i), ROWS, y - held.y(), bottom - held.y());
                pieces.add(new Piece<>(x, y, cut(rows, COLUMNS, x - held.x(), right - held.x())));
            }
        }
        pieces.sort(Comparator.<Piece<T>>comparingInt(Piece::y).thenComparingInt(Piece::x));
        List<T> bands = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= pieces.size(); to++) {
            if (to == pieces.size() || pieces.get(to).y() != pieces.get(from).y()) {
                bands.add(joined(
                        pieces.subList(from, to).stream().map(Piece::value).toList(), COLUMNS));
                from = to;
            }
        }
        return joined(bands, ROWS);
    }

    private T joined(List<T> parts, int axis) {
        return parts.size() == 1 ? parts.get(0) : ops.concat(parts, axis);
    }

    private T cut(T x, int axis, int from, int to) {
        return from == 0 && to == ops.shape(x)[axis] ? x : ops.slice(x, axis, from, to);
    }

    /** Part of what is gathered, by its place in the map. */
    private record Piece<T>(int x, int y, T value) {}
}
