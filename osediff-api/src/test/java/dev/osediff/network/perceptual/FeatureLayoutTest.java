package dev.osediff.network.perceptual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The layouts against the published networks' names and sizes. */
class FeatureLayoutTest {
    private static Map<String, int[]> parameters(FeatureLayout layout) {
        return ParameterShapes.of(new Lpips(layout), Set.of());
    }

    private static Set<String> names(int slices, Integer... indices) {
        Stream<String> features = Stream.of(indices).map(i -> "features." + i);
        Stream<String> both = features.flatMap(name -> Stream.of(name + ".weight", name + ".bias"));
        Stream<String> lin = Stream.iterate(0, k -> k + 1).limit(slices).map(k -> "lin" + k + ".model.1.weight");
        return Stream.concat(both, lin).collect(Collectors.toSet());
    }

    private static long count(FeatureLayout layout, String prefix) {
        return parameters(layout).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> Tensor.elements(entry.getValue()))
                .sum();
    }

    @Test
    void vggHasTorchvisionsNamesAndSizes() {
        assertEquals(
                names(5, 0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28),
                parameters(FeatureLayout.VGG16).keySet());
        // 138,357,544 parameters of the whole network less the 123,642,856 of its three linear layers.
        assertEquals(138_357_544 - 123_642_856, count(FeatureLayout.VGG16, "features."));
        assertEquals(64 + 128 + 256 + 512 + 512, count(FeatureLayout.VGG16, "lin"));
        assertEquals(16, FeatureLayout.VGG16.smallestSide());
    }

    @Test
    void alexNetHasTorchvisionsNamesAndSizes() {
        assertEquals(names(5, 0, 3, 6, 8, 10), parameters(FeatureLayout.ALEXNET).keySet());
        // 61,100,840 parameters of the whole network less the 58,631,144 of its three linear layers.
        assertEquals(61_100_840 - 58_631_144, count(FeatureLayout.ALEXNET, "features."));
        assertEquals(64 + 192 + 384 + 256 + 256, count(FeatureLayout.ALEXNET, "lin"));
        assertEquals(31, FeatureLayout.ALEXNET.smallestSide());
        assertArrayEquals(
                new int[] {64, 3, 11, 11}, parameters(FeatureLayout.ALEXNET).get("features.0.weight"));
    }

    @Test
    void theStandInIsSmall() {
        assertTrue(count(FeatureLayout.STAND_IN, "features.") < 160_000);
        assertTrue(FeatureLayout.STAND_IN.name().contains("stand-in"));
    }

    @Test
    void slicesThatDoNotFitAreRefused() {
        FeatureSlice slice = new FeatureSlice(0, 0, List.of(new FeatureSlice.Convolution(0, 4, 8, 3, 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> new FeatureLayout("wrong", List.of(slice)));
    }
}
