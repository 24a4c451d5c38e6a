package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseTimesTest {
    private static final int[] LATENT = {5, 4, 6, 8};

    @Test
    void theScheduleGivesTheCoefficients() {
        Mixture last = EpsilonPath.STABLE_DIFFUSION.at(999);
        assertEquals(0.0682649142, last.signal(), 1e-7);
        assertEquals(0.9976672298, last.noise(), 1e-8);
        assertEquals(1 / last.signal(), last.cleanOfNoisy());
        assertEquals(-last.noise() / last.signal(), last.cleanOfPrediction());
        assertEquals(0, last.targetOfLatent());
        assertEquals(1, last.targetOfNoise());
        assertEquals(999, last.timestep());
        Mixture middle = StraightPath.INSTANCE.at(0.25);
        assertArrayEquals(new float[] {0.75f, 0.25f, 1, -0.25f, -1, 1}, middle.coefficients());
        assertEquals(250, middle.timestep());
    }

    /** A perfect prediction gives the clean latent back, on both paths at all times. */
    @Test
    void theRightPredictionGivesTheCleanLatent() {
        double z = 1.3;
        double n = -0.6;
        for (int t = 0; t < 1000; t++) {
            assertClean(EpsilonPath.STABLE_DIFFUSION.at(t), z, n);
            assertClean(StraightPath.INSTANCE.at(t / 999.0), z, n);
        }
    }

    private static void assertClean(Mixture m, double z, double n) {
        double noisy = m.signal() * z + m.noise() * n;
        double target = m.targetOfLatent() * z + m.targetOfNoise() * n;
        assertEquals(z, m.cleanOfNoisy() * noisy + m.cleanOfPrediction() * target, 1e-9);
    }

    @Test
    void timestepsAreWholeNumbersFromFirstToLast() {
        int[] counts = new int[1000];
        int draws = 200_000;
        SeededRandom random = new SeededRandom(3);
        for (int i = 0; i < draws; i++) {
            counts[(int) EpsilonPath.STABLE_DIFFUSION.draw(random, 20, 979)]++;
        }
        for (int t = 0; t < counts.length; t++) {
            assertEquals(t >= 20 && t <= 979, counts[t] > 0, "timestep " + t);
        }
        // A binomial count's deviation is 14.4 here; five of them.
        double expected = draws / 960.0;
        int least = Arrays.stream(counts, 20, 980).min().orElseThrow();
        assertTrue(least > expected - 5 * Math.sqrt(expected), least + " of " + expected);
    }

    @Test
    void aDrawDependsOnSeedAndStepOnly() {
        List<Tensor> first = NoiseTimes.DISTILLATION.draw(LATENT, 32, 7, 100);
        List<Tensor> again = NoiseTimes.DISTILLATION.draw(LATENT, 32, 7, 100);
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i).data(), again.get(i).data());
            assertArrayEquals(NoiseTimes.shapes(LATENT, 32).get(i), first.get(i).shape());
        }
        for (List<Tensor> other : List.of(
                NoiseTimes.DISTILLATION.draw(LATENT, 32, 7, 101), NoiseTimes.DISTILLATION.draw(LATENT, 32, 8, 100))) {
            for (int i = 0; i < first.size(); i++) {
                assertFalse(Arrays.equals(first.get(i).data(), other.get(i).data()), "input " + i);
            }
        }
    }

    @Test
    void noiseIsNormalAndTheSinusoidIsThatOfTheTime() {
        NoiseTimes one = new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, 640, 640);
        List<Tensor> drawn = one.draw(new int[] {2, 4, 64, 64}, 8, 1, 1);
        float[] noise = drawn.get(0).data();
        double mean = 0;
        double square = 0;
        for (float value : noise) {
            mean += value / (double) noise.length;
            square += value * value / (double) noise.length;
        }
        assertEquals(0, mean, 4 / Math.sqrt(noise.length));
        assertEquals(1, square, 4 * Math.sqrt(2.0 / noise.length));
        assertArrayEquals(
                SinusoidalEmbedding.of(new float[] {640, 640}, 8).data(),
                drawn.get(2).data());
    }

    @ParameterizedTest
    @CsvSource({"-1, 979", "20, 1000", "20.5, 979", "979, 20", "NaN, 979", "20, NaN"})
    void timestepsOutsideTheScheduleAreRefused(double low, double high) {
        InvalidOptionException refused = assertThrows(
                InvalidOptionException.class, () -> new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, low, high));
        assertTrue(refused.problem().asked().contains("time"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 1", "0, 1.01", "0.7, 0.3", "NaN, 1"})
    void timesOutsideTheStraightPathAreRefused(double low, double high) {
        assertThrows(InvalidOptionException.class, () -> new NoiseTimes(StraightPath.INSTANCE, low, high));
    }
}
