package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeededRandomTest {
    @Test
    void theNumbersOfASeedNeverChange() {
        SeededRandom random = new SeededRandom(42);
        assertEquals(6332618229526065668L, random.nextLong());
        assertEquals(-816328817471504299L, random.nextLong());
        assertEquals(-2228783531765516271L, SeededRandom.derive(42, 7));
    }

    @Test
    void streamsOfNeighbouringIndicesDiffer() {
        assertNotEquals(SeededRandom.derive(1, 0), SeededRandom.derive(1, 1));
        assertNotEquals(SeededRandom.derive(1, 0), SeededRandom.derive(0, 1));
        assertNotEquals(new SeededRandom(1).nextLong(), new SeededRandom(2).nextLong());
    }

    @Test
    void normalNumbersHaveMeanZeroDeviationOneAndTheRightTails() {
        float[] numbers = new float[400_003];
        new SeededRandom(5).fillGaussian(numbers, 1);
        assertEquals(0, TestScenes.mean(numbers), 0.006);
        assertEquals(1, TestScenes.deviation(numbers), 0.005);
        int beyondTwo = 0;
        for (float number : numbers) {
            beyondTwo += Math.abs(number) > 2 ? 1 : 0;
        }
        assertEquals(0.0455, (double) beyondTwo / numbers.length, 0.002);
    }

    @Test
    void theQuantileTableIsExactWhereTablesOfTheNormalDistributionAre() {
        assertEquals(0, NormalQuantiles.at(32768), 3e-5);
        assertEquals(1.959964f, NormalQuantiles.at((int) (0.975 * 65536)), 2e-4);
        assertEquals(-3.090232f, NormalQuantiles.at((int) (0.001 * 65536)), 4e-3);
    }

    @Test
    void wholeNumbersCoverTheirRangeEvenly() {
        int[] counts = new int[7];
        SeededRandom random = new SeededRandom(3);
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        for (int count : counts) {
            assertTrue(count > 9_600 && count < 10_400, "count " + count);
        }
        assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
    }
}
