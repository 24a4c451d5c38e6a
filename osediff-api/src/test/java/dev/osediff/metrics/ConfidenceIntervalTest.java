package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {
    @Test
    void isAboutTwoStandardErrorsWide() {
        Random random = new Random(3);
        double[] values = random.doubles(400).map(v -> 10 + v).toArray();
        ConfidenceInterval interval = ConfidenceInterval.of95(values, 1);
        // Uniform values have the deviation 1/√12; the mean of 400 a twentieth of it.
        double error = 1 / Math.sqrt(12) / 20;
        assertEquals(10.5, interval.mean(), 4 * error);
        assertEquals(2 * 1.96 * error, interval.high() - interval.low(), 0.25 * error);
        assertTrue(interval.low() < interval.mean() && interval.mean() < interval.high());
        assertEquals(400, interval.count());
    }

    @Test
    void holdsTheTruthAboutAsOftenAsItSays() {
        Random random = new Random(4);
        int held = 0;
        for (int i = 0; i < 200; i++) {
            double[] values = random.doubles(50).toArray();
            ConfidenceInterval interval = ConfidenceInterval.of95(values, i);
            held += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        assertTrue(held >= 178 && held <= 199, held + " of 200");
    }

    @Test
    void equalInputGivesEqualIntervals() {
        double[] values = {1, 2, 3, 10};
        assertEquals(ConfidenceInterval.of95(values, 9), ConfidenceInterval.of95(values, 9));
        assertEquals(new ConfidenceInterval(5, 5, 5, 1), ConfidenceInterval.of95(new double[] {5}, 9));
        assertThrows(IllegalArgumentException.class, () -> ConfidenceInterval.of95(new double[0], 9));
    }
}
