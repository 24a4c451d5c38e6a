package dev.osediff.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencePlansTest {
    private static List<Integer> columnStarts(TilePlan plan) {
        return plan.tiles().stream().map(t -> t.read().x()).distinct().toList();
    }

    @ParameterizedTest
    @CsvSource({"128, 0 32", "160, 0 64", "161, 0 64 65", "256, 0 64 128 160", "97, 0 1"})
    void denoiserTilesStartAtMultiplesOfSixtyFourAndTheLastAtTheBorder(int width, String starts) {
        TilePlan plan = TilePlanner.referenceDenoiser(width, 128);

        assertEquals(
                List.of(starts.split(" ")),
                columnStarts(plan).stream().map(String::valueOf).toList());
        assertTrue(plan.tiles().stream()
                .allMatch(t -> t.read().width() == 96 && t.read().height() == 96));
    }

    @Test
    void aNarrowLatentOfFewPixelsIsReadWholeBecauseTheTestIsOnArea() {
        assertTrue(TilePlanner.referenceDenoiser(192, 48).isWhole());
        assertEquals(48, TilePlanner.referenceDenoiser(193, 48).tileWidth());
    }

    @Test
    void aLatentLowerThanTheOverlapIsTiledToo() {
        TilePlan plan = TilePlanner.referenceDenoiser(1000, 16);

        assertEquals(16, plan.tileWidth());
        assertEquals(List.of(0, 8, 16), columnStarts(plan).subList(0, 3));
    }

    /** The blend written out in two dimensions, with the sums that the reference keeps. */
    @Test
    void denoiserTilesAreBlendedWithTheReferencesGaussianWeights() {
        int width = 40;
        int height = 30;
        int side = 16;
        TilePlan plan = TilePlanner.referenceDenoiser(width, height, side, 6);
        double[] weighted = new double[width * height];
        double[] sum = new double[width * height];
        TileAssembler assembler = new TileAssembler(1, plan, TileScale.SAME);
        for (Tile tile : plan.tiles()) {
            Tensor result = TestMaps.random(1, side, side, tile.column() + 10L * tile.row());
            assembler.add(tile, result);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double weight = density(x, (side - 1) / 2.0, side) * density(y, side / 2.0, side);
                    int at = (tile.read().y() + y) * width + tile.read().x() + x;
                    weighted[at] += weight * result.data()[y * side + x];
                    sum[at] += weight;
                }
            }
        }
        float[] expected = new float[weighted.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) (weighted[i] / sum[i]);
        }

        assertArrayEquals(expected, assembler.result().data(), 1e-6f);
    }

    private static double density(int index, double centre, int side) {
        double d = index - centre;
        return Math.exp(-(d * d) / ((double) side * side * 2 * 0.01)) / Math.sqrt(2 * Math.PI * 0.01);
    }

    @Test
    void theGaussianOfSideNinetySixHasThePublishedPeakAndCorner() {
        TileGrid.Profile x =
                new ReferenceDenoiserStrategy(96, 32).grid(200, 200).columnProfile();
        TileGrid.Profile y =
                new ReferenceDenoiserStrategy(96, 32).grid(200, 200).rowProfile();
        Segment first = Segment.all(0, 96);
        double factor = 1 / (2 * Math.PI * 0.01);

        assertEquals(15.89, factor * x.weight(first, 48.5) * y.weight(first, 48.5), 0.02);
        assertEquals(2.86e-10, factor * x.weight(first, 0.5) * y.weight(first, 0.5), 0.05e-10);
    }

    @Test
    void encoderTilesAreTheReferencesBoxes() {
        TilePlan plan = TilePlanner.referenceEncoder(1504, 512);

        assertEquals(
                List.of(
                        new Tile(0, 0, new Rect(0, 0, 800, 512), new Rect(0, 0, 768, 512)),
                        new Tile(1, 0, new Rect(736, 0, 768, 512), new Rect(768, 0, 736, 512))),
                plan.tiles());
        assertEquals(
                new Rect(96, 0, 92, 64),
                TileScale.down(8).apply(plan.tiles().get(1).keep()));
    }

    @Test
    void decoderTilesAreTheReferencesBoxes() {
        TilePlan plan = TilePlanner.referenceDecoder(300, 250);

        assertEquals(
                List.of(
                        new Tile(0, 0, new Rect(0, 0, 182, 150), new Rect(0, 0, 171, 139)),
                        new Tile(1, 0, new Rect(160, 0, 140, 150), new Rect(171, 0, 129, 139)),
                        new Tile(0, 1, new Rect(0, 128, 182, 122), new Rect(0, 139, 171, 111)),
                        new Tile(1, 1, new Rect(160, 128, 140, 122), new Rect(171, 139, 129, 111))),
                plan.tiles());
        assertEquals(
                new Rect(1368, 0, 1032, 1112),
                TileScale.up(8).apply(plan.tiles().get(1).keep()));
    }

    @Test
    void aLongLowLatentIsOneTileHigh() {
        TilePlan plan = TilePlanner.referenceDecoder(500, 8);

        assertEquals(1, plan.rows());
        assertEquals(3, plan.columns());
    }
}
