package dev.osediff.network.tiled;

import dev.osediff.network.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Pools the moments of the tiles of a map. */
final class TileStatistics<T> {
    private final Ops<T> ops;
    private final TileMode mode;

    TileStatistics(Ops<T> ops, TileMode mode) {
        this.ops = ops;
        this.mode = mode;
    }

    /**
     * Returns mean and variance of each group, [N, groups, 2]: means of the tiles' means and biased variances, weighted by
     * the pixels of each tile. In {@link TileMode#EXACT} the variance of the tiles' means is added, which makes it the
     * variance of the whole map; the reference leaves that out.
     */
    T pooled(TiledValue<T> map, int groups) {
        if (map.isSingle()) {
            return ops.groupMoments(map.parts().get(0), groups);
        }
        return ops.scope("moments", () -> {
            List<T> moments = new ArrayList<>();
            map.parts().forEach(part -> moments.add(ops.scope("tile", () -> ops.groupMoments(part, groups))));
            T within = weightedMean(map.layout(), moments);
            return mode == TileMode.REFERENCE ? within : withBetween(map.layout(), moments, within);
        });
    }

    /**
     * Returns each tile normalised by the pooled moments.
     *
     * @param normalise takes a tile and the moments
     */
    TiledValue<T> normalised(TiledValue<T> map, int groups, BinaryOperator<T> normalise) {
        T moments = pooled(map, groups);
        return map.each(part -> ops.scope("tile", () -> normalise.apply(part, moments)));
    }

    private T withBetween(TileLayout layout, List<T> moments, T within) {
        T mean = ops.slice(within, 2, 0, 1);
        T opposite = ops.scale(mean, -1);
        List<T> squares = new ArrayList<>();
        for (T own : moments) {
            T difference = ops.add(ops.slice(own, 2, 0, 1), opposite);
            squares.add(ops.multiply(difference, difference));
        }
        T variance = ops.add(ops.slice(within, 2, 1, 2), weightedMean(layout, squares));
        return ops.concat(List.of(mean, variance), 2);
    }

    private T weightedMean(TileLayout layout, List<T> values) {
        double total = layout.heldPixels();
        T sum = null;
        for (int i = 0; i < values.size(); i++) {
            T share = ops.scale(values.get(i), (float) (layout.parts().get(i).area() / total));
            sum = sum == null ? share : ops.add(sum, share);
        }
        return sum;
    }
}
