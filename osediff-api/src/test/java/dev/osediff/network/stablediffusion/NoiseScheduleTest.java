package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the published figures (osediff.md §1.5), which depend on the order of roundings to single precision. */
class NoiseScheduleTest {
    private static final double RELATIVE = 1e-6;
    private static final double HALF_OF_THE_LAST_DIGIT = 5e-8;

    private final NoiseSchedule schedule = NoiseSchedule.STABLE_DIFFUSION;

    @ParameterizedTest
    @CsvSource({
        "0, 0.9991500",
        "1, 0.9982960",
        "20, 0.9813143",
        "250, 0.6737923",
        "273, 0.6357423",
        "499, 0.2776694",
        "500, 0.2763325",
        "979, 0.0059128",
        "980, 0.0058438",
        "999, 0.0046600985"
    })
    void alphasAreThePublishedOnes(int timestep, double expected) {
        assertEquals(expected, schedule.alphaCumprod(timestep), RELATIVE * expected + HALF_OF_THE_LAST_DIGIT);
    }

    @Test
    void theGainsOfTheOneStepAreThePublishedOnes() {
        assertEquals(14.6488135, schedule.latentGain(999), RELATIVE * 14.6);
        assertEquals(14.6146412, schedule.predictionGain(999), RELATIVE * 14.6);
    }

    @Test
    void aLinearScheduleRisesInBeta() {
        NoiseSchedule linear = new NoiseSchedule(3, 0.1, 0.3, NoiseSchedule.Form.LINEAR);
        assertEquals(0.9 * 0.8 * 0.7, linear.alphaCumprod(2), 1e-7);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1, 0.2", "10, 0, 0.2", "10, 0.2, 0.1", "10, 0.1, 1", "10, NaN, 0.2"})
    void noScheduleIsRefused(int steps, double start, double end) {
        assertThrows(
                IllegalArgumentException.class, () -> new NoiseSchedule(steps, start, end, NoiseSchedule.Form.LINEAR));
    }

    @Test
    void timestepsOutsideAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> schedule.alphaCumprod(1000));
        assertThrows(IllegalArgumentException.class, () -> schedule.alphaCumprod(-1));
    }
}
