package dev.osediff.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilePlanPropertiesTest {
    /** 1, small, primes, exact multiples of tiles, and one pixel to either side of them. */
    private static final int[] SIDES = {
        1, 2, 3, 7, 8, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 64, 97, 128, 131
    };

    private static List<TilePlan> plans(int width, int height) {
        return List.of(
                TilePlanner.whole(width, height),
                TilePlanner.partition(width, height, 16, 1),
                TilePlanner.partition(width, height, 19, 4),
                TilePlanner.halo(width, height, 16, 0, 1),
                TilePlanner.halo(width, height, 16, 3, 1),
                TilePlanner.halo(width, height, 17, 8, 1),
                TilePlanner.halo(width, height, 24, 5, 4),
                TilePlanner.halo(width, height, 27, 8, 8),
                TilePlanner.feathered(width, height, 16, 0, Ramp.LINEAR, 1),
                TilePlanner.feathered(width, height, 16, 5, Ramp.LINEAR, 1),
                TilePlanner.feathered(width, height, 16, 15, Ramp.COSINE, 1),
                TilePlanner.feathered(width, height, 26, 7, Ramp.COSINE, 4),
                TilePlanner.referenceDenoiser(width, height, 16, 5),
                TilePlanner.referenceDenoiser(width, height, 8, 7),
                TilePlanner.referenceDenoiser(width, height),
                TilePlanner.referenceVae(width, height, 16, 3),
                TilePlanner.referenceVae(width, height, 7, 2));
    }

    @Test
    void weightsOfAllTilesAddUpToOneAtEveryPixelOfEverySize() {
        for (int width : SIDES) {
            for (int height : SIDES) {
                for (TilePlan plan : plans(width, height)) {
                    Tensor ones = Tensor.zeros(1, 1, height, width);
                    Arrays.fill(ones.data(), 1);
                    Tensor joined = TestMaps.run(plan, TileScale.SAME, ones, tile -> tile);
                    for (float sum : joined.data()) {
                        assertEquals(1, sum, 1e-6, plan::describe);
                    }
                }
            }
        }
    }

    @Test
    void aPartitionReadsWhatItKeeps() {
        for (int width : SIDES) {
            for (int height : SIDES) {
                TilePlan plan = TilePlanner.partition(width, height, 19, 4);
                assertEquals(1, plan.overhead(), 1e-12, plan::describe);
                for (Tile tile : plan.tiles()) {
                    assertEquals(tile.keep(), tile.read(), plan::describe);
                    assertTrue(tile.read().width() <= 16 && tile.read().height() <= 16, plan::describe);
                    assertTrue(tile.read().x() % 4 == 0 && tile.read().y() % 4 == 0, plan::describe);
                }
            }
        }
    }

    @Test
    void weightsAddUpToOneInTheEnlargedAndInTheReducedOutput() {
        for (TileScale scale : List.of(TileScale.up(3), TileScale.down(4))) {
            for (int side : new int[] {4, 8, 12, 24, 28, 52, 100, 128}) {
                for (TilePlan plan : List.of(
                        TilePlanner.feathered(side, 52, 16, 8, Ramp.LINEAR, 4),
                        TilePlanner.feathered(side, 52, 24, 8, Ramp.COSINE, 4),
                        TilePlanner.halo(side, 52, 24, 5, 4),
                        TilePlanner.referenceDenoiser(side, 52, 16, 4))) {
                    TileAssembler assembler = new TileAssembler(1, plan, scale);
                    for (Tile tile : plan.tiles()) {
                        Rect out = scale.apply(tile.read());
                        Tensor ones = Tensor.zeros(1, out.height(), out.width());
                        Arrays.fill(ones.data(), 1);
                        assembler.add(tile, ones);
                    }
                    for (float sum : assembler.result().data()) {
                        assertEquals(1, sum, 1e-6, plan::describe);
                    }
                }
            }
        }
    }

    @Test
    void whatIsReadLiesInThePictureAndReachesTheHaloOrTheBorder() {
        for (int width : SIDES) {
            for (int halo = 0; halo <= 7; halo++) {
                TilePlan plan = TilePlanner.halo(width, 53, 20, halo, 2);
                for (Tile tile : plan.tiles()) {
                    Rect read = tile.read();
                    Rect keep = tile.keep();
                    assertTrue(new Rect(0, 0, width, 53).contains(read));
                    assertTrue(read.x() <= Math.max(0, keep.x() - halo), tile::toString);
                    assertTrue(read.y() <= Math.max(0, keep.y() - halo), tile::toString);
                    assertTrue(read.right() >= Math.min(width, keep.right() + halo), tile::toString);
                    assertTrue(read.bottom() >= Math.min(53, keep.bottom() + halo), tile::toString);
                }
            }
        }
    }

    @Test
    void keptPartsOfHaloTilesPartitionThePicture() {
        for (int width : SIDES) {
            TilePlan plan = TilePlanner.halo(width, 61, 20, 6, 2);
            int[] times = new int[width * 61];
            for (Tile tile : plan.tiles()) {
                for (int y = tile.keep().y(); y < tile.keep().bottom(); y++) {
                    for (int x = tile.keep().x(); x < tile.keep().right(); x++) {
                        times[y * width + x]++;
                    }
                }
            }
            assertTrue(Arrays.stream(times).allMatch(n -> n == 1), plan::describe);
        }
    }

    @Test
    void offsetsAreAlignedAndSizesTooUnlessThePictureEndsThere() {
        for (int width : SIDES) {
            for (TilePlan plan : List.of(
                    TilePlanner.halo(width, 90, 43, 5, 8), TilePlanner.feathered(width, 90, 43, 9, Ramp.LINEAR, 8))) {
                for (Tile tile : plan.tiles()) {
                    Rect read = tile.read();
                    assertEquals(0, read.x() % 8);
                    assertEquals(0, read.y() % 8);
                    assertTrue(read.width() % 8 == 0 || read.right() == width, tile::toString);
                    assertTrue(read.height() % 8 == 0 || read.bottom() == 90, tile::toString);
                    assertTrue(read.width() <= 43 && read.height() <= 43, tile::toString);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 40, 10, 1", "1000, 96, 24, 4", "4096, 512, 96, 8", "264, 96, 16, 8", "200, 43, 5, 8"})
    void haloTilesOfAnAlignedPictureReadRectanglesOfOneSize(int side, int tile, int halo, int alignment) {
        TilePlan plan = TilePlanner.halo(side, side, tile, halo, alignment);

        List<Rect> sizes = plan.tiles().stream()
                .map(t -> new Rect(0, 0, t.read().width(), t.read().height()))
                .distinct()
                .toList();

        assertEquals(1, sizes.size(), plan::describe);
    }

    @Test
    void aPictureThatFitsOneTileIsReadWholeByEveryStrategy() {
        for (TilePlan plan : List.of(
                TilePlanner.halo(40, 24, 40, 8, 8),
                TilePlanner.feathered(40, 24, 40, 8, Ramp.LINEAR, 8),
                TilePlanner.referenceDenoiser(40, 24),
                TilePlanner.referenceEncoder(1088, 1088),
                TilePlanner.referenceDecoder(246, 246))) {
            assertTrue(plan.isWhole(), plan::describe);
            Rect all = new Rect(0, 0, plan.width(), plan.height());
            assertEquals(List.of(new Tile(0, 0, all, all)), plan.tiles());
        }
    }

    @Test
    void aPlanIsAValueAndDescribesItself() {
        TilePlan plan = TilePlanner.halo(1000, 520, 256, 20, 8);

        assertEquals(plan, TilePlanner.halo(1000, 520, 256, 20, 8));
        assertEquals(plan.hashCode(), TilePlanner.halo(1000, 520, 256, 20, 8).hashCode());
        assertNotEquals(plan, TilePlanner.halo(1000, 520, 256, 24, 8));
        assertNotEquals(plan, TilePlanner.halo(1001, 520, 256, 20, 8));
        assertEquals(
                "halo(tile=256, halo=20, alignment=8): 5 x 3 tiles of up to 240 x 208 over 1000 x 520",
                plan.toString());
    }

    @Test
    void overheadIsPixelsReadForEachPixelOfThePicture() {
        TilePlan plan = TilePlanner.halo(100, 60, 40, 10, 1);
        long read = plan.tiles().stream().mapToLong(t -> t.read().area()).sum();

        assertEquals(read / 6000.0, plan.overhead(), 1e-12);
        assertEquals(1, TilePlanner.whole(100, 60).overhead());
    }
}
