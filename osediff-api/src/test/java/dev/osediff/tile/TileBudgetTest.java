package dev.osediff.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.MemoryBudgetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileBudgetTest {
    private static final TileCost COST = new TileCost(1_000_000, 1000);

    private static TileBudget budget(long bytes) {
        return new TileBudget(bytes, COST, 64, 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {5_096_000, 6_000_000, 17_000_000, 100_000_000, 999_999_999})
    void theLargestTileFitsAndTheNextLargerOneDoesNot(long bytes) {
        int tile = budget(bytes).largestTile(4000, 3000);

        assertEquals(0, tile % 8);
        assertTrue(tile >= 64);
        assertTrue(COST.bytes(tile, tile) <= bytes);
        assertTrue(COST.bytes(tile + 8, tile + 8) > bytes);
    }

    @Test
    void aTileIsNoLargerThanThePicture() {
        assertEquals(504, budget(Long.MAX_VALUE).largestTile(500, 300));
        assertEquals(64, budget(Long.MAX_VALUE).largestTile(1, 1));
    }

    @Test
    void aLowPictureCostsOnlyItsHeight() {
        long bytes = COST.bytes(2000, 16);

        assertEquals(2000, budget(bytes).largestTile(2000, 16));
    }

    @Test
    void aBudgetBelowTheSmallestTileIsRefusedAndTheSmallestBudgetStated() {
        long least = budget(0).smallestBudgetBytes(4000, 3000);
        assertEquals(1_000_000 + 64 * 64 * 1000, least);

        MemoryBudgetException e = assertThrows(
                MemoryBudgetException.class, () -> budget(least - 1).largestTile(4000, 3000));

        assertTrue(e.getMessage().contains(Long.toString(least)), e::getMessage);
        assertTrue(e.getMessage().contains(Long.toString(least - 1)), e::getMessage);
        assertEquals(64, budget(least).largestTile(4000, 3000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE})
    void aSenselessBudgetIsRefused(long bytes) {
        assertThrows(MemoryBudgetException.class, () -> budget(bytes).largestTile(64, 64));
    }

    @Test
    void aCostBeyondTheLongRangeIsTheLargestLong() {
        assertEquals(Long.MAX_VALUE, new TileCost(Long.MAX_VALUE, 1).bytes(10, 10));
        assertEquals(Long.MAX_VALUE, new TileCost(0, 1e300).bytes(10, 10));
    }
}
