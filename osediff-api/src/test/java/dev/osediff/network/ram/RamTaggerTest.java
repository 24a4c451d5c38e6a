package dev.osediff.network.ram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.NetworkCost;
import dev.osediff.network.cost.ParameterShapes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RamTaggerTest {
    private static final NaiveOps OPS = new NaiveOps();

    private static RamConfig tiny(int side, int window) {
        return new RamConfig(new SwinConfig(side, 2, window, 4, List.of(2, 3), List.of(2, 4)), 6, 9, 8, 2, 2, 12);
    }

    /** Sides of odd and even windows, with and without a shift in the second stage. */
    @ParameterizedTest
    @CsvSource({"12,3", "24,3", "20,5", "16,2", "16,4", "36,9", "8,4", "4,12"})
    void equalsTheDefinition(int side, int window) {
        RamConfig config = tiny(side, window);
        TensorSource weights = random(config);
        Tensor image = OpsCases.random(5, 1, 3, side, side);
        Tensor found = run(new RamTagger(config), weights, image);
        assertArrayEquals(new int[] {1, 9, 1}, found.shape());
        assertClose(new NaiveRam(config, weights).logits(image), found);
    }

    @Test
    void aBatchIsItsSamples() {
        RamConfig config = tiny(12, 3);
        TensorSource weights = random(config);
        Tensor a = OpsCases.random(5, 1, 3, 12, 12);
        Tensor b = OpsCases.random(6, 1, 3, 12, 12);
        Tensor both = run(new RamTagger(config), weights, OPS.concat(List.of(a, b), 0));
        assertArrayEquals(new int[] {2, 9, 1}, both.shape());
        for (Tensor one : List.of(a, b)) {
            int at = one == a ? 0 : 1;
            Tensor alone = run(new RamTagger(config), weights, one);
            assertArrayEquals(alone.data(), OPS.slice(both, 0, at, at + 1).data(), 1e-6f);
        }
    }

    @Test
    void foldingChangesNothing() {
        RamConfig config = tiny(12, 3);
        TensorSource weights = random(config);
        Tensor image = OpsCases.random(5, 1, 3, 12, 12);
        Tensor plain = run(new RamTagger(config), weights, image);
        TensorSource folded = RamFolding.of(weights, config);
        assertArrayEquals(
                plain.data(), run(new RamTagger(config, true), folded, image).data(), 1e-5f);
        Map<String, int[]> needed = ParameterShapes.of(new RamTagger(config, true), folded.names());
        assertTrue(needed.containsKey("folded.queries"));
        assertTrue(!needed.containsKey("wordvec_proj.weight") && !needed.containsKey("label_embed"));
    }

    @Test
    void thePublishedTaggerHasThePublishedNumberOfParameters() {
        Map<String, int[]> shapes = ParameterShapes.of(new RamTagger(RamConfig.SWIN_LARGE), Set.of());
        assertEquals(212_117_045, parameters(shapes, ""));
        assertEquals(195_198_516, parameters(shapes, "visual_encoder."));
        assertEquals(786_944, parameters(shapes, "image_proj."));
        assertArrayEquals(
                new int[] {529, 24}, shapes.get("visual_encoder.layers.2.blocks.17.attn.relative_position_bias_table"));
        assertArrayEquals(new int[] {768, 1536}, shapes.get("visual_encoder.layers.1.downsample.reduction.weight"));
    }

    @Test
    void onePictureTakes157BillionProducts() {
        RamTagger tagger = new RamTagger(RamConfig.SWIN_LARGE);
        long products = NetworkCost.of(tagger, Set.of(), tagger.exampleShapes()).multiplyAdds();
        assertEquals(157, products / 1_000_000_000, products + " products");
    }

    @Test
    void windowsOfOddSizesAreThoseOfThePaper() {
        WindowGrid grid = new WindowGrid(6, 9, 3, 1);
        int[] order = grid.order();
        // The first window of the moved map begins with the token one row down and one column right.
        assertArrayEquals(new int[] {10, 11, 12, 19, 20, 21, 28, 29, 30}, Arrays.copyOf(order, 9));
        // The last window holds the first row and column, which came around.
        assertArrayEquals(new int[] {43, 44, 36, 52, 53, 45, 7, 8, 0}, Arrays.copyOfRange(order, 45, 54));
        Tensor mask = grid.mask();
        assertArrayEquals(new int[] {6, 1, 9, 9}, mask.shape());
        for (int i = 0; i < 81; i++) {
            assertEquals(0, mask.data()[i], "the first window is whole");
            boolean apart = part(i / 9) != part(i % 9);
            assertEquals(apart ? -100 : 0, mask.data()[5 * 81 + i], "tokens " + i / 9 + " and " + i % 9);
        }
        assertEquals(2 * 5 + 2, grid.distances().data()[0]);
        assertEquals(0, grid.distances().data()[8], "the key is farthest down and right");
        assertEquals(24, grid.distances().data()[72]);
    }

    /** The last window's four parts: 2 × 2 tokens, two right, two below, one in the corner. */
    private static int part(int token) {
        return (token / 3 == 2 ? 2 : 0) + (token % 3 == 2 ? 1 : 0);
    }

    @Test
    void aWindowAsLargeAsTheMapIsNotMoved() {
        WindowGrid grid = WindowGrid.of(5, 5, 12, true);
        assertEquals(new WindowGrid(5, 5, 5, 0), grid);
        assertNull(grid.mask());
        assertThrows(IllegalArgumentException.class, () -> new WindowGrid(6, 10, 3, 1));
    }

    @ParameterizedTest
    @CsvSource({"13,2,3", "20,2,4", "12,3,3", "0,2,3", "12,2,0"})
    void sizesThatDoNotFitAreRefused(int side, int patch, int window) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SwinConfig(side, patch, window, 4, List.of(1, 1), List.of(1, 1)));
    }

    private static long parameters(Map<String, int[]> shapes, String prefix) {
        return shapes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> Tensor.elements(entry.getValue()))
                .sum();
    }

    /** Weights whose position biases are of the size of the scores. */
    private static TensorSource random(RamConfig config) {
        return new RandomWeights(new RamTagger(config), 3);
    }

    private static Tensor run(RamTagger network, TensorSource weights, Tensor image) {
        return network.forward(OPS, Weights.of(new CheckpointWeights<>(weights, OPS::constant)), List.of(image));
    }

    private static void assertClose(double[] expected, Tensor found) {
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0.05, "the logits are not all near zero: " + largest);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found.data()[i], 2e-5 * largest, "label " + i);
        }
    }
}
