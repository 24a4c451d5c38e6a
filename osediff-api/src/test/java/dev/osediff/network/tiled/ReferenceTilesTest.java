package dev.osediff.network.tiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TilePlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A few operations in the reference's tiles (osediff.md §1.7) against a computation written for this test alone: its plan
 * with overlaps, each tile convolved by itself, statistics pooled by hand.
 */
class ReferenceTilesTest {
    private static final int CHANNELS = 6;
    private static final int GROUPS = 3;
    private static final float EPSILON = 1e-6f;

    private final NaiveOps naive = new NaiveOps();
    private final TilePlan plan = TilePlanner.referenceVae(13, 10, 6, 2);
    private final Tensor map = offset(OpsCases.random(1, 1, CHANNELS, 10, 13));
    private final Tensor weight = OpsCases.random(2, CHANNELS, CHANNELS, 3, 3);
    private final Tensor gamma = OpsCases.random(3, CHANNELS);
    private final Tensor beta = OpsCases.random(4, CHANNELS);

    /** Brighter to the right, so that the tiles' means differ. */
    private static Tensor offset(Tensor x) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] += 0.3f * (i % 13);
        }
        return x;
    }

    @Test
    void thePlanOverlaps() {
        assertTrue(plan.tiles().size() > 1 && plan.overhead() > 1, plan.describe());
    }

    @Test
    void normsPoolMeansAndVariancesOfPaddedTiles() {
        List<Tensor> tiles = TestLayouts.cut(map, TileLayout.of(plan));
        List<Tensor> found =
                inTiles(ops -> x -> ops.groupNorm(x, GROUPS, shared(gamma), shared(beta), EPSILON), TileMode.REFERENCE);
        double[][] pooled = pooledByHand(tiles);
        for (int i = 0; i < tiles.size(); i++) {
            Tensor tile = tiles.get(i);
            int pixels = tile.dim(2) * tile.dim(3);
            for (int at = 0; at < tile.data().length; at++) {
                int c = at / pixels;
                double[] mv = pooled[c / (CHANNELS / GROUPS)];
                double normed = (tile.data()[at] - mv[0]) / Math.sqrt(mv[1] + EPSILON);
                assertEquals(
                        normed * gamma.data()[c] + beta.data()[c], found.get(i).data()[at], 1e-5);
            }
        }
    }

    /** Σ p mean and Σ p var over tiles, p the share of all padded pixels; nothing for the difference of the means. */
    private static double[][] pooledByHand(List<Tensor> tiles) {
        double total = 0;
        for (Tensor tile : tiles) {
            total += tile.dim(2) * tile.dim(3);
        }
        double[][] pooled = new double[GROUPS][2];
        for (Tensor tile : tiles) {
            int count = CHANNELS / GROUPS * tile.dim(2) * tile.dim(3);
            double share = tile.dim(2) * tile.dim(3) / total;
            for (int g = 0; g < GROUPS; g++) {
                double sum = 0;
                double squares = 0;
                for (int i = g * count; i < (g + 1) * count; i++) {
                    sum += tile.data()[i];
                    squares += (double) tile.data()[i] * tile.data()[i];
                }
                double mean = sum / count;
                pooled[g][0] += share * mean;
                pooled[g][1] += share * (squares / count - mean * mean);
            }
        }
        return pooled;
    }

    @Test
    void exactNormsHaveTheVarianceBetweenTilesToo() {
        TileLayout layout = TestLayouts.grid(13, 10, "6 12", "1");
        TiledOps<Tensor> ops = new TiledOps<>(naive, TileMode.EXACT);
        Tensor moments = ops.groupMoments(ops.tiles(layout, TestLayouts.cut(map, layout)), GROUPS)
                .parts()
                .get(0);
        Tensor whole = naive.groupMoments(map, GROUPS);
        assertTrue(TestLayouts.difference(whole, moments) < 1e-6);
        double withoutBetween = pooledByHand(TestLayouts.cut(map, layout))[0][1];
        assertTrue(withoutBetween < 0.8 * whole.data()[1], withoutBetween + " of " + whole.data()[1]);
    }

    @Test
    void convolutionAndAttentionSeeTheirTileOnly() {
        List<Tensor> found = inTiles(
                ops -> x -> {
                    TiledValue<Tensor> h = ops.conv2d(x, shared(weight), null, Conv2dSpec.SAME_3X3);
                    TiledValue<Tensor> tokens = ops.mapToTokens(h);
                    TiledValue<Tensor> seen = ops.attention(tokens, tokens, tokens, 1);
                    int[] shape = ops.shape(h);
                    TiledValue<Tensor> back = ops.tokensToMap(seen, shape[2], shape[3]);
                    return ops.upsampleConv2d(back, shared(weight), null, 2 * shape[2], 2 * shape[3]);
                },
                TileMode.REFERENCE);
        List<Tensor> tiles = TestLayouts.cut(map, TileLayout.of(plan));
        for (int i = 0; i < tiles.size(); i++) {
            Tensor h = naive.conv2d(tiles.get(i), weight, null, Conv2dSpec.SAME_3X3);
            Tensor tokens = naive.mapToTokens(h);
            Tensor back = naive.tokensToMap(naive.attention(tokens, tokens, tokens, 1), h.dim(2), h.dim(3));
            Tensor expected = naive.upsampleConv2d(back, weight, null, 2 * h.dim(2), 2 * h.dim(3));
            assertArrayEquals(expected.data(), found.get(i).data());
        }
    }

    private static TiledValue<Tensor> shared(Tensor value) {
        return TiledValue.shared(value);
    }

    /** A computation for given operations. */
    @FunctionalInterface
    private interface Body {
        UnaryOperator<TiledValue<Tensor>> on(Ops<TiledValue<Tensor>> ops);
    }

    private List<Tensor> inTiles(Body body, TileMode mode) {
        TiledOps<Tensor> ops = new TiledOps<>(naive, mode);
        TileLayout layout = TileLayout.of(plan);
        TiledValue<Tensor> tiles = ops.tiles(layout, TestLayouts.cut(map, layout));
        return new ArrayList<>(body.on(ops).apply(tiles).parts());
    }
}
