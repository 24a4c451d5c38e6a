package dev.osediff.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileOptionsTest {
    @ParameterizedTest
    @CsvSource({"0, 4, 1", "-5, 0, 1", "64, -1, 1", "64, 8, 0", "16, 8, 1", "23, 5, 8", "2147483647, 0, 1"})
    void haloTilesRefuseLengthsOutOfRangeOrInContradiction(int tile, int halo, int alignment) {
        assertThrows(InvalidOptionException.class, () -> TilePlanner.halo(100, 100, tile, halo, alignment));
    }

    @Test
    void aTileThatIsAllHaloIsRefusedWithBothValuesAndTheSmallestTile() {
        InvalidOptionException e =
                assertThrows(InvalidOptionException.class, () -> TilePlanner.halo(100, 100, 64, 30, 8));

        assertTrue(e.getMessage().contains("tile 64 with halo 30"), e::getMessage);
        assertTrue(e.getMessage().contains("= 72"), e::getMessage);
        assertEquals(72, TilePlanner.smallestHaloTile(30, 8));
        assertEquals(
                8, TilePlanner.halo(1000, 8, 72, 30, 8).tiles().get(3).keep().width());
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 1", "64, 65, 1", "64, -1, 1", "0, 0, 1", "24, 17, 8", "7, 0, 8"})
    void featheredTilesRefuseAnOverlapThatIsNotBelowTheTile(int tile, int overlap, int alignment) {
        assertThrows(
                InvalidOptionException.class,
                () -> TilePlanner.feathered(100, 100, tile, overlap, Ramp.LINEAR, alignment));
    }

    @Test
    void aPartitionRefusesATileBelowTheAlignment() {
        InvalidOptionException e =
                assertThrows(InvalidOptionException.class, () -> TilePlanner.partition(100, 100, 7, 8));

        assertTrue(e.getMessage().contains("tile 7 with alignment 8"), e::getMessage);
        assertEquals(13, TilePlanner.partition(100, 100, 8, 8).columns());
    }

    @Test
    void referenceTilesRefuseLengthsOutOfRangeOrInContradiction() {
        assertThrows(InvalidOptionException.class, () -> TilePlanner.referenceDenoiser(100, 100, 32, 32));
        assertThrows(InvalidOptionException.class, () -> TilePlanner.referenceDenoiser(100, 100, 0, 0));
        assertThrows(InvalidOptionException.class, () -> TilePlanner.referenceVae(100, 100, 0, 1));
        assertThrows(InvalidOptionException.class, () -> TilePlanner.referenceVae(100, 100, 10, -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void aPictureWithASideOutOfRangeHasNoPlan(int side) {
        assertThrows(IllegalArgumentException.class, () -> TilePlanner.whole(side, 8));
        assertThrows(IllegalArgumentException.class, () -> TilePlanner.whole(8, side));
    }

    @Test
    void anAssemblerRefusesForeignTilesRepeatedTilesAndOtherShapes() {
        TilePlan plan = TilePlanner.halo(40, 20, 20, 2, 1);
        Tile first = plan.tiles().get(0);
        TileAssembler assembler = new TileAssembler(3, plan, TileScale.SAME);
        Tensor result = Tensor.zeros(1, 3, first.read().height(), first.read().width());
        assembler.add(first, result);

        assertThrows(IllegalArgumentException.class, () -> assembler.add(first, result));
        assertThrows(
                IllegalArgumentException.class,
                () -> assembler.add(new Tile(1, 0, first.read(), first.keep()), result));
        assertThrows(
                IllegalArgumentException.class,
                () -> assembler.add(new Tile(9, 9, first.read(), first.keep()), result));
        Tile second = plan.tiles().get(1);
        assertThrows(IllegalArgumentException.class, () -> assembler.add(second, Tensor.zeros(1, 3, 4, 4)));
        assertThrows(IllegalArgumentException.class, () -> assembler.add(second, Tensor.zeros(20)));
    }

    @Test
    void anAssemblerWithMissingTilesHasNoResult() {
        TilePlan plan = TilePlanner.halo(40, 20, 20, 2, 1);
        TileAssembler assembler = new TileAssembler(1, plan, TileScale.SAME);

        IllegalStateException e = assertThrows(IllegalStateException.class, assembler::result);

        assertTrue(e.getMessage().startsWith("3 of 3 tiles"), e::getMessage);
    }

    @Test
    void aBandAssemblerRefusesATileOfALaterRow() {
        TilePlan plan = TilePlanner.halo(20, 40, 20, 2, 1);
        Tile later = plan.tiles().get(1);
        BandAssembler bands = new BandAssembler(1, plan, TileScale.SAME, (first, rows) -> {});
        Tensor result = Tensor.zeros(1, 1, later.read().height(), later.read().width());

        assertThrows(IllegalArgumentException.class, () -> bands.add(later, result));
    }

    @Test
    void anEncoderNeedsAPictureThatItsFactorDivides() {
        TilePlan plan = TilePlanner.whole(41, 40);

        assertThrows(IllegalArgumentException.class, () -> new TileAssembler(1, plan, TileScale.down(8)));
    }

    @Test
    void aReaderRefusesARectangleThatLeavesTheMap() {
        Tensor map = Tensor.zeros(1, 1, 10, 12);

        assertThrows(IllegalArgumentException.class, () -> TileReader.read(map, new Rect(8, 0, 5, 1)));
        assertThrows(IllegalArgumentException.class, () -> TileReader.read(map, new Rect(0, 8, 1, 3)));
        assertThrows(
                IllegalArgumentException.class,
                () -> TileReader.read(Tensor.zeros(2, 1, 10, 12), new Rect(0, 0, 1, 1)));
    }
}
