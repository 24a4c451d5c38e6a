package dev.osediff.network.rrdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.LayerCost;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.cost.UpsamplingCount;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RrdbNetTest {
    @Test
    void thePublishedNetworkHasItsParametersAndWork() {
        RrdbNet network = new RrdbNet(RrdbConfig.X4);
        long parameters = ParameterShapes.of(network, Set.of()).values().stream()
                .mapToLong(Tensor::elements)
                .sum();
        assertEquals(16_697_987, parameters);
        assertEquals(293_713_477_632L, work(network, UpsamplingCount.HIGH_RESOLUTION));
        // The two doublings cost 4 products in place of 9: 5/9 of 64 · 64 · 9 at 256² and 512² pixels less.
        assertEquals(
                293_713_477_632L - 5L * 64 * 64 * (256 * 256 + 512 * 512), work(network, UpsamplingCount.FOUR_PHASES));
        assertEquals(4, RrdbConfig.X4.scale());
        assertEquals(2, RrdbConfig.X2.scale());
    }

    private static long work(RrdbNet network, UpsamplingCount upsampling) {
        return LayerCost.of(network, Set.of(), List.of(new int[] {1, 3, 128, 128}), upsampling).stream()
                .mapToLong(LayerCost::multiplyAdds)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"1,2", "1,0", "2,2", "4,3"})
    void nothingBeyondTheRadiusMatters(int unshuffle, int upsamplings) {
        RrdbConfig config = new RrdbConfig(1, unshuffle, upsamplings, 2, 1, 1);
        int radius = config.radius();
        int width = (radius + 4) / unshuffle * unshuffle + 2 * unshuffle;
        Tensor image = OpsCases.random(3, 1, 1, unshuffle, width);
        Tensor before = run(config, image);
        Tensor changed = Tensor.of(image.data().clone(), image.shape());
        for (int y = 0; y < unshuffle; y++) {
            for (int x = radius + 1; x < width; x++) {
                changed.data()[y * width + x] += 1;
            }
        }
        Tensor after = run(config, changed);
        int scale = config.scale();
        int stride = width * scale;
        for (int y = 0; y < unshuffle * scale; y++) {
            for (int x = 0; x < scale; x++) {
                assertEquals(before.data()[y * stride + x], after.data()[y * stride + x], "row " + y + ", column " + x);
            }
        }
        double largest = 0;
        for (int i = 0; i < before.data().length; i++) {
            largest = Math.max(largest, Math.abs(before.data()[i] - after.data()[i]));
        }
        assertTrue(largest > 0, "the change is seen elsewhere");
    }

    private static Tensor run(RrdbConfig config, Tensor image) {
        RrdbNet network = new RrdbNet(config);
        NaiveOps ops = new NaiveOps();
        return network.forward(
                ops, Weights.of(new CheckpointWeights<>(new RandomWeights(network, 5), ops::constant)), List.of(image));
    }

    @ParameterizedTest
    @CsvSource({
        "2,1,2,64,23,32",
        "3,3,2,64,23,32",
        "3,4,1,64,23,32",
        "3,1,4,64,23,32",
        "3,1,2,0,23,32",
        "3,1,2,64,0,32",
        "3,1,2,64,257,32",
        "3,1,2,64,23,0"
    })
    void refusesOtherSizes(int images, int unshuffle, int upsamplings, int features, int blocks, int growth) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new RrdbConfig(images, unshuffle, upsamplings, features, blocks, growth));
    }
}
