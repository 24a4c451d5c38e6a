package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The closed form of VSD with the latent as the trained parameter and denoisers that are linear in the noisy latent and the
 * condition, against the formulas of osediff.md §2.4 in double precision.
 */
class ScoreDistillationTest {
    private static final int[] LATENT = {3, 2, 2, 3};
    private static final int SAMPLES = LATENT[0];
    private static final int EACH = 12;
    private static final int TIME_CHANNELS = 4;
    private static final float GUIDANCE = 7.5f;

    /** Slopes of the two denoisers, trained parameters here, so that a gradient into them would be seen. */
    private static final float TUNED = 0.8f;

    private static final float FROZEN = -0.4f;

    /** Conditions have the latent's shape here: a denoiser predicts slope · noisy + condition. */
    private static final class Distilled implements Loss {
        private final boolean conditional;

        Distilled(boolean conditional) {
            this.conditional = conditional;
        }

        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T tuned = trained.tensor("tuned", 1, 1);
            T teacher = trained.tensor("frozen", 1, 1);
            return new ScoreDistillation(conditional ? GUIDANCE : 1)
                    .of(
                            ops,
                            trained.tensor("z", LATENT),
                            Noising.of(inputs, 0),
                            denoiser(ops, tuned),
                            denoiser(ops, teacher),
                            conditional ? inputs.get(3) : null,
                            conditional ? inputs.get(4) : null);
        }

        private static <T> Denoiser<T> denoiser(TrainingOps<T> ops, T slope) {
            return (noisy, time, condition) -> {
                int[] shape = ops.shape(noisy);
                T rows = ops.reshape(noisy, Math.toIntExact(Tensor.elements(shape)), 1);
                T scaled = ops.reshape(ops.linear(rows, slope, null), shape);
                return condition == null ? scaled : ops.add(scaled, condition);
            };
        }
    }

    private static Stream<NoiseTimes> times() {
        return Stream.of(
                NoiseTimes.DISTILLATION,
                new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, 999, 999),
                new NoiseTimes(StraightPath.INSTANCE, 0.05, 0.75));
    }

    private static Map<String, Tensor> parameters() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        values.put("tuned", Tensor.of(new float[] {TUNED}, 1, 1));
        values.put("frozen", Tensor.of(new float[] {FROZEN}, 1, 1));
        values.put("z", OpsCases.random(4, LATENT));
        return values;
    }

    private static List<Tensor> inputs(NoiseTimes times, boolean conditional) {
        List<Tensor> inputs = new ArrayList<>(times.draw(LATENT, TIME_CHANNELS, 17, 3));
        if (conditional) {
            inputs.add(OpsCases.random(5, LATENT));
            inputs.add(OpsCases.random(6, LATENT));
        }
        return inputs;
    }

    /** d = (x_fake − x_real) / w, from the formulas. */
    private static double[] direction(float[] z, List<Tensor> inputs, boolean conditional) {
        float[] noise = inputs.get(0).data();
        double[] fake = new double[z.length];
        double[] real = new double[z.length];
        double[] weight = new double[SAMPLES];
        for (int i = 0; i < z.length; i++) {
            float[] c = Arrays.copyOfRange(inputs.get(1).data(), i / EACH * 6, i / EACH * 6 + 6);
            double noisy = c[0] * z[i] + c[1] * noise[i];
            double positive = conditional ? inputs.get(3).data()[i] : 0;
            double negative = conditional ? inputs.get(4).data()[i] : 0;
            double ofFake = TUNED * noisy + positive;
            double withNegative = FROZEN * noisy + negative;
            double withPositive = FROZEN * noisy + positive;
            double ofReal = withNegative + GUIDANCE * (withPositive - withNegative);
            fake[i] = c[2] * noisy + c[3] * ofFake;
            real[i] = c[2] * noisy + c[3] * ofReal;
            weight[i / EACH] += Math.abs(z[i] - real[i]) / EACH;
        }
        double[] direction = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            direction[i] = (fake[i] - real[i]) / weight[i / EACH];
        }
        return direction;
    }

    @ParameterizedTest
    @MethodSource("times")
    void valueAndGradientAreThoseOfTheFormula(NoiseTimes times) {
        for (boolean conditional : new boolean[] {true, false}) {
            List<Tensor> inputs = inputs(times, conditional);
            Map<String, Tensor> parameters = parameters();
            double[] direction = direction(parameters.get("z").data(), inputs, conditional);
            double value = Arrays.stream(direction).map(d -> d * d).average().orElseThrow();
            try (LossRun run = new LossRun(new Distilled(conditional), inputs)) {
                for (LossRun.Result result : run.both(parameters, Map.of(), inputs)) {
                    assertEquals(value, result.loss(), 1e-5 * value);
                    float[] gradient = result.gradients().get("z").data();
                    double largest =
                            Arrays.stream(direction).map(Math::abs).max().orElseThrow();
                    for (int i = 0; i < gradient.length; i++) {
                        assertEquals(
                                2 * direction[i] / gradient.length, gradient[i], 1e-5 * 2 * largest / gradient.length);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("times")
    void nothingFlowsIntoTheRegularisers(NoiseTimes times) {
        List<Tensor> inputs = inputs(times, true);
        try (LossRun run = new LossRun(new Distilled(true), inputs)) {
            LossRun.Result result = run.scripted(parameters(), Map.of(), inputs);
            assertArrayEquals(new float[1], result.gradients().get("tuned").data());
            assertArrayEquals(new float[1], result.gradients().get("frozen").data());
            assertTrue(Slopes.product(result.gradients(), result.gradients()) > 0);
        }
    }

    /** The slope is that of (z − target)² with the target held, not that of the value, in which d depends on z. */
    @ParameterizedTest
    @MethodSource("times")
    void theGradientIsTheSlopeWithTheTargetHeld(NoiseTimes times) {
        List<Tensor> inputs = inputs(times, true);
        Map<String, Tensor> parameters = parameters();
        float[] z = parameters.get("z").data();
        double[] direction = direction(z, inputs, true);
        try (LossRun run = new LossRun(new Distilled(true), inputs)) {
            for (LossRun.Result result : run.both(parameters, Map.of(), inputs)) {
                Map<String, Tensor> ofLatent = Map.of("z", result.gradients().get("z"));
                Slopes.check(
                        moved -> {
                            double sum = 0;
                            for (int i = 0; i < z.length; i++) {
                                double step = moved.get("z").data()[i] - (z[i] - direction[i]);
                                sum += step * step / z.length;
                            }
                            return sum;
                        },
                        Map.of("z", parameters.get("z")),
                        ofLatent,
                        1e-2,
                        1e-3);
            }
        }
    }

    /** Of the predictions: d = −√(1 − ᾱ) / √ᾱ · (p_fake − p_real) / w. */
    @Test
    void theGradientIsTheWeightedDifferenceOfPredictions() {
        Tensor noise = Tensor.of(new float[] {0.5f, -1}, 1, 1, 1, 2);
        int t = 400;
        double alpha = EpsilonPath.STABLE_DIFFUSION.schedule().alphaCumprod(t);
        List<Tensor> inputs = new ArrayList<>(
                new NoiseTimes(EpsilonPath.STABLE_DIFFUSION, t, t).draw(new int[] {1, 1, 1, 2}, 2, 1, 1));
        inputs.set(0, noise);
        float[] fake = {0.3f, -0.7f};
        float[] real = {0.1f, 0.2f};
        Loss loss = new Loss() {
            @Override
            public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> values) {
                T p = ops.constant(Tensor.of(fake, 1, 1, 1, 2));
                T q = ops.constant(Tensor.of(real, 1, 1, 1, 2));
                Noising<T> noising = Noising.of(values, 0);
                T z = trained.tensor("z", 1, 1, 1, 2);
                return new ScoreDistillation(1)
                        .of(ops, z, noising, (noisy, time, c) -> p, (noisy, time, c) -> q, null, null);
            }
        };
        float[] z = {1, 2};
        double signal = Math.sqrt(alpha);
        double sigma = Math.sqrt(1 - alpha);
        double weight = 0;
        for (int i = 0; i < 2; i++) {
            double noisy = signal * z[i] + sigma * noise.data()[i];
            weight += Math.abs(z[i] - (noisy - sigma * real[i]) / signal) / 2;
        }
        try (LossRun run = new LossRun(loss, inputs)) {
            for (LossRun.Result result : run.both(Map.of("z", Tensor.of(z, 1, 1, 1, 2)), Map.of(), inputs)) {
                for (int i = 0; i < 2; i++) {
                    double d = -sigma / signal * (fake[i] - real[i]) / weight;
                    assertEquals(2 * d / 2, result.gradients().get("z").data()[i], 1e-6);
                }
            }
        }
    }
}
