package dev.osediff.network.tiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.Weights;
import dev.osediff.tile.Rect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact tiles of the library's other networks, and what has no meaning on tiles. */
class TiledNetworksTest {
    private final NaiveOps naive = new NaiveOps();
    private final TiledOps<Tensor> ops = new TiledOps<>(naive, TileMode.EXACT);
    private final TileLayout layout = TestLayouts.grid(6, 4, "2", "");
    private final TiledValue<Tensor> map = tiles(layout, 6);

    private TiledValue<Tensor> tiles(TileLayout cut, int channels) {
        Tensor whole = OpsCases.random(1, 1, channels, cut.height(), cut.width());
        return ops.tiles(cut, TestLayouts.cut(whole, cut));
    }

    private static TiledValue<Tensor> shared(int... shape) {
        return TiledValue.shared(OpsCases.random(2, shape));
    }

    /** The name, and output pixels for each input pixel, up and down. */
    @ParameterizedTest
    @CsvSource({"SmallUNet, 1, 1", "SmallEncoder, 1, 4", "SmallDecoder, 4, 1", "UNet2DCondition, 1, 1"})
    void exactTilesEqualTheWhole(String name, int up, int down) {
        TinyNetworks.Tiny tiny = TinyNetworks.all()
                .filter(each -> each.network().name().equals(name))
                .findFirst()
                .orElseThrow();
        Network network = tiny.network();
        Weights<Tensor> weights = Weights.of(new CheckpointWeights<>(new RandomWeights(network, 4), naive::constant));
        List<Tensor> inputs = oneSample(tiny);
        Tensor first = OpsCases.random(5, 1, inputs.get(0).dim(1), 12, 16);
        inputs.set(0, first);
        Tensor whole = network.forward(naive, weights, inputs);

        TileLayout cut = TestLayouts.grid(16, 12, "4 12", "8");
        List<TiledValue<Tensor>> values = new ArrayList<>();
        inputs.forEach(input -> values.add(TiledValue.shared(input)));
        values.set(0, ops.tiles(cut, TestLayouts.cut(first, cut)));
        TiledValue<Tensor> result = network.forward(ops, TiledOps.shared(weights), values);
        Tensor joined = TestLayouts.joined(result.parts(), cut, up, down);
        assertArrayEquals(whole.shape(), joined.shape());
        assertTrue(TestLayouts.difference(whole, joined) < 1e-5);
    }

    private static List<Tensor> oneSample(TinyNetworks.Tiny tiny) {
        List<int[]> shapes = new ArrayList<>();
        for (int[] shape : tiny.inputShapes()) {
            int[] one = shape.clone();
            one[0] = 1;
            shapes.add(one);
        }
        return new ArrayList<>(new TinyNetworks.Tiny(tiny.network(), shapes).inputs(3));
    }

    @Test
    void convolutionsOfAnySizeSeeTheirNeighbours() {
        Tensor whole = OpsCases.random(1, 1, 2, 9, 12);
        TileLayout cut = TestLayouts.grid(12, 9, "3 6", "6");
        TiledValue<Tensor> value = ops.tiles(cut, TestLayouts.cut(whole, cut));
        Tensor weight = OpsCases.random(2, 2, 2, 7, 5);
        Conv2dSpec wide = new Conv2dSpec(1, 3, 3, 2, 2);
        TiledValue<Tensor> same = ops.conv2d(value, TiledValue.shared(weight), null, wide);
        assertArrayEquals(
                naive.conv2d(whole, weight, null, wide).data(),
                TestLayouts.joined(same.parts(), cut, 1, 1).data());
        Conv2dSpec strided = new Conv2dSpec(3, 2, 2, 1, 1);
        TiledValue<Tensor> third = ops.conv2d(value, TiledValue.shared(weight), null, strided);
        assertArrayEquals(
                naive.conv2d(whole, weight, null, strided).data(),
                TestLayouts.joined(third.parts(), cut, 1, 3).data());
    }

    @Test
    void whatHasNoMeaningOnTilesIsRefused() {
        TiledValue<Tensor> tokens = ops.mapToTokens(map);
        TiledValue<Tensor> other = tiles(TestLayouts.grid(6, 4, "3", ""), 6);
        refuses("in different tiles", () -> ops.add(map, other));
        refuses("in different tiles", () -> ops.multiply(map, shared(1, 6, 4, 6)));
        refuses("in different tiles", () -> ops.attention(tokens, tokens, shared(1, 24, 6), 1));
        refuses("all tiles share one", () -> ops.conv2d(map, map, null, Conv2dSpec.SAME_3X3));
        refuses("all tiles share one", () -> ops.causalAttention(tokens, tokens, tokens, 1));
        refuses("joined along axis 3", () -> ops.concat(List.of(map, map), 3));
        refuses("cut along axis 1", () -> ops.slice(tokens, 1, 0, 3));
        refuses("the last axis", () -> ops.layerNorm(map, shared(6), shared(6), 1e-5f));
        refuses("the last axis", () -> ops.linear(map, shared(5, 6), null));
        refuses("whole factors", () -> ops.upsampleNearest2d(map, 7, 12));
        refuses("5 x 4 is no map of", () -> ops.tokensToMap(tokens, 4, 5));
    }

    @Test
    void layoutsThatDoNotFitAreRefused() {
        List<Tensor> one = TestLayouts.cut(OpsCases.random(1, 1, 1, 4, 6), TestLayouts.grid(6, 4, "", ""));
        refuses("2 tiles does not fit 1", () -> ops.tiles(layout, one));
        TileLayout overlap = new TileLayout(6, 4, List.of(new Rect(0, 0, 4, 4), new Rect(2, 0, 4, 4)));
        refuses("partition the map", () -> ops.tiles(overlap, List.of()));
        List<Rect> twice = Arrays.asList(new Rect(0, 0, 3, 4), new Rect(0, 0, 3, 4));
        refuses("partition the map", () -> ops.tiles(new TileLayout(6, 4, twice), List.of()));
        refuses("inside", () -> new TileLayout(6, 4, List.of(new Rect(0, 0, 7, 4))));
        refuses("inside", () -> new TileLayout(6, 4, List.of()));
        refuses("cannot hold", () -> ops.tiles(new TileLayout(5, 4, List.of(new Rect(0, 0, 5, 4))), one));
    }

    private static void refuses(String text, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }
}
