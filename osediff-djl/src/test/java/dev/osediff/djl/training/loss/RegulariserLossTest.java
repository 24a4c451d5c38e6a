package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The diffusion loss of an affine denoiser against its formula in double precision. */
class RegulariserLossTest {
    private static final int CHANNELS = 2;
    private static final int PIXELS = 6;
    private static final int[] LATENT = {2, CHANNELS, 2, 3};
    private static final int TIME_CHANNELS = 4;
    private static final int CONTEXT = 3;

    private static final AffineDenoiser DENOISER = new AffineDenoiser(CHANNELS, TIME_CHANNELS, CONTEXT);
    private static final RegulariserLoss LOSS =
            new RegulariserLoss(new Regularisers(DENOISER, DENOISER, true, PartWeights.whole(Regularisers.TUNED)));

    private static NoiseTimes times(boolean straight) {
        return straight ? new NoiseTimes(StraightPath.INSTANCE, 0, 1) : NoiseTimes.DIFFUSION;
    }

    private static List<Tensor> inputs(boolean straight) {
        List<Tensor> inputs = new ArrayList<>(List.of(OpsCases.random(1, LATENT)));
        inputs.addAll(times(straight).draw(LATENT, TIME_CHANNELS, 5, 8));
        inputs.add(OpsCases.random(2, LATENT[0], PIXELS, CONTEXT));
        return inputs;
    }

    private static Map<String, Tensor> parameters() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        values.put("regulariser.sample", OpsCases.random(3, CHANNELS, CHANNELS, 1, 1));
        values.put("regulariser.time", OpsCases.random(4, CHANNELS, TIME_CHANNELS));
        values.put("regulariser.context", OpsCases.random(5, CHANNELS, CONTEXT));
        return values;
    }

    /** mean (p(a·z + b·n, t, c) − target)², target n or n − z. */
    private static double formula(Map<String, Tensor> parameters, List<Tensor> inputs, boolean straight) {
        float[] z = inputs.get(0).data();
        float[] noise = inputs.get(1).data();
        float[] coefficients = inputs.get(2).data();
        double[] noisy = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            int n = i / (CHANNELS * PIXELS);
            noisy[i] = (double) coefficients[6 * n] * z[i] + (double) coefficients[6 * n + 1] * noise[i];
        }
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double prediction = DENOISER.predict(
                    noisy,
                    inputs.get(3),
                    inputs.get(4),
                    parameters.get("regulariser.sample"),
                    parameters.get("regulariser.time"),
                    parameters.get("regulariser.context"),
                    i / (CHANNELS * PIXELS),
                    i / PIXELS % CHANNELS,
                    i % PIXELS);
            double error = prediction - (straight ? noise[i] - z[i] : noise[i]);
            sum += error * error / z.length;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valueAndSlopesAreThoseOfTheFormula(boolean straight) {
        List<Tensor> inputs = inputs(straight);
        Map<String, Tensor> parameters = parameters();
        double expected = formula(parameters, inputs, straight);
        try (LossRun run = new LossRun(LOSS, inputs)) {
            for (LossRun.Result result : run.both(parameters, Map.of(), inputs)) {
                assertEquals(expected, result.loss(), 1e-5 * expected);
                // The loss is a parabola: central differences of the formula are exact but for rounding.
                Slopes.check(moved -> formula(moved, inputs, straight), parameters, result.gradients(), 0.1, 1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noGradientFlowsIntoTheGeneratedLatent(boolean straight) {
        List<Tensor> inputs = inputs(straight);
        Loss ofLatent = new Loss() {
            @Override
            public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> values) {
                List<T> changed = new ArrayList<>(values);
                changed.set(0, trained.tensor("latent", LATENT));
                return LOSS.compute(ops, trained, frozen, changed);
            }
        };
        Map<String, Tensor> parameters = parameters();
        parameters.put("latent", inputs.get(0));
        try (LossRun run = new LossRun(ofLatent, inputs)) {
            Map<String, Tensor> gradients =
                    run.scripted(parameters, Map.of(), inputs).gradients();
            assertArrayEquals(
                    new float[inputs.get(0).data().length],
                    gradients.get("latent").data());
        }
    }
}
