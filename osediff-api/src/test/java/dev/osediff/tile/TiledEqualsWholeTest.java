package dev.osediff.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that looks no further than the halo gives the same bits in tiles as at once. */
class TiledEqualsWholeTest {
    /** Two stencils at full, two at half size, back up, one more: looks 1 + 1 + 2·2 + 2 + 1 pixels far, stride 2. */
    private static final UnaryOperator<Tensor> HOURGLASS = map -> {
        Tensor coarse = TestMaps.stencil(TestMaps.stencil(map, 1), 2);
        coarse = TestMaps.stencil(TestMaps.stencil(coarse, 1), 1);
        return TestMaps.stencil(TestMaps.enlarge(coarse, 2), 1);
    };

    private static final int HOURGLASS_RADIUS = 9;

    @ParameterizedTest
    @CsvSource({"2, 2", "40, 40", "42, 38", "80, 34", "106, 74", "120, 2", "2, 120", "64, 128"})
    void anHourglassNetworkInHaloTilesEqualsTheWholeBitForBit(int width, int height) {
        Tensor input = TestMaps.random(2, width, height, 1);
        TilePlan plan = TilePlanner.halo(width, height, 34, HOURGLASS_RADIUS, 2);

        assertArrayEquals(
                HOURGLASS.apply(input).data(),
                TestMaps.run(plan, TileScale.SAME, input, HOURGLASS).data());
    }

    @Test
    void aHaloThatIsTooSmallShows() {
        Tensor input = TestMaps.random(1, 80, 34, 2);
        TilePlan plan = TilePlanner.halo(80, 34, 34, 2, 2);

        float[] tiled = TestMaps.run(plan, TileScale.SAME, input, HOURGLASS).data();

        assertFalse(Arrays.equals(HOURGLASS.apply(input).data(), tiled));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "31, 17", "32, 97", "33, 64"})
    void aDecoderInHaloTilesEqualsTheWholeBitForBit(int width, int height) {
        UnaryOperator<Tensor> decoder = map -> TestMaps.stencil(TestMaps.enlarge(TestMaps.stencil(map, 1), 4), 1);
        Tensor input = TestMaps.random(3, width, height, 3);
        TilePlan plan = TilePlanner.halo(width, height, 13, 2, 1);

        assertArrayEquals(
                decoder.apply(input).data(),
                TestMaps.run(plan, TileScale.up(4), input, decoder).data());
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "64, 36", "100, 132"})
    void anEncoderInHaloTilesEqualsTheWholeBitForBit(int width, int height) {
        UnaryOperator<Tensor> encoder = map -> TestMaps.stencil(TestMaps.stencil(TestMaps.stencil(map, 2), 2), 1);
        Tensor input = TestMaps.random(1, width, height, 4);
        TilePlan plan = TilePlanner.halo(width, height, 28, 7, 4);

        assertArrayEquals(
                encoder.apply(input).data(),
                TestMaps.run(plan, TileScale.down(4), input, encoder).data());
    }

    @Test
    void blendedTilesOfANetworkThatSeesOnePixelEqualTheWhole() {
        Tensor input = TestMaps.random(2, 131, 97, 5);
        for (TilePlan plan : List.of(
                TilePlanner.feathered(131, 97, 32, 12, Ramp.LINEAR, 1),
                TilePlanner.feathered(131, 97, 32, 12, Ramp.COSINE, 4),
                TilePlanner.referenceDenoiser(131, 97, 32, 8))) {
            float[] tiled =
                    TestMaps.run(plan, TileScale.SAME, input, tile -> tile).data();

            assertArrayEquals(input.data(), tiled, 1e-6f * 4, plan::describe);
        }
    }

    @Test
    void bandsHandedOnFromTheTopAreTheWholeResult() {
        Tensor input = TestMaps.random(2, 70, 101, 6);
        for (TilePlan plan : List.of(
                TilePlanner.whole(70, 101),
                TilePlanner.halo(70, 101, 22, 3, 1),
                TilePlanner.feathered(70, 101, 24, 10, Ramp.LINEAR, 1),
                TilePlanner.feathered(70, 101, 24, 20, Ramp.COSINE, 1),
                TilePlanner.referenceDenoiser(70, 101, 24, 16))) {
            TileScale scale = TileScale.up(2);
            UnaryOperator<Tensor> network = map -> TestMaps.enlarge(TestMaps.stencil(map, 1), 2);
            Tensor whole = TestMaps.run(plan, scale, input, network);
            float[] collected = new float[whole.data().length];
            List<Integer> ends = new ArrayList<>(List.of(0));
            BandAssembler bands = new BandAssembler(2, plan, scale, (first, rows) -> {
                assertNotEquals(0, rows.dim(2));
                assertArrayEquals(new int[] {ends.get(ends.size() - 1)}, new int[] {first});
                int values = rows.dim(2) * 140;
                for (int c = 0; c < 2; c++) {
                    System.arraycopy(rows.data(), c * values, collected, (c * 202 + first) * 140, values);
                }
                ends.add(first + rows.dim(2));
            });
            for (Tile tile : plan.tiles()) {
                assertFalse(bands.isComplete());
                bands.add(tile, network.apply(TileReader.read(input, tile.read())));
            }

            assertArrayEquals(whole.data(), collected, plan::describe);
            assertArrayEquals(new int[] {202, plan.rows() + 1}, new int[] {ends.get(ends.size() - 1), ends.size()});
        }
    }
}
