package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.perceptual.TinyFeatures;
import dev.osediff.network.stablediffusion.GoldenModel;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One seeded step of the paper's losses on the golden model (Stable Diffusion's networks at reduced width) against a
 * computation by hand: the networks by {@link NaiveOps}, all between them in double precision from osediff.md §2.4.
 */
class PaperStepTest {
    private static final double TOLERANCE = 1e-4;
    private static final double ALPHA = 0.0046600985;
    private static final float GUIDANCE = 7.5f;
    private static final PartWeights PARTS =
            PartWeights.whole(PartWeights.ENCODER, PartWeights.UNET, Regularisers.TUNED);

    private final GoldenModel model = new GoldenModel();
    private final UNet2DCondition unet = new UNet2DCondition(model.unetConfig());
    private final VaeEncoder encoder = new VaeEncoder(model.vaeConfig());
    private final VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
    private final TensorSource features = TinyFeatures.VGG_LIKE.weights(21);
    private final Tensor low = model.expected("image");
    private final Tensor positive = model.expected("context");
    private final Tensor negative = OpsCases.random(1, positive.shape());
    private final Tensor high = limited(OpsCases.random(2, low.shape()));
    private final int[] latentShape = model.expected("latent").shape();
    private final Tensor posterior = OpsCases.random(3, latentShape);
    private final Map<String, Tensor> teacher = prefixed("", model.unetWeights());
    private final Map<String, Tensor> student = moved(teacher);

    private static Tensor limited(Tensor x) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = Math.max(-1, Math.min(1, x.data()[i]));
        }
        return x;
    }

    private static Map<String, Tensor> prefixed(String prefix, TensorSource source) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        source.names().forEach(name -> values.put(prefix + name, source.load(name)));
        return values;
    }

    /** The fine-tuned regulariser: every parameter a little away from the frozen one's. */
    private static Map<String, Tensor> moved(Map<String, Tensor> from) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        from.forEach((name, tensor) -> {
            float[] data = tensor.data().clone();
            float[] random = OpsCases.random(name.hashCode(), tensor.shape()).data();
            for (int i = 0; i < data.length; i++) {
                data[i] += 0.02f * random[i];
            }
            values.put(name, Tensor.of(data, tensor.shape()));
        });
        return values;
    }

    private Tensor time(float... timesteps) {
        return SinusoidalEmbedding.of(timesteps, model.unetConfig().timeChannels());
    }

    // ---- by hand ----------------------------------------------------------------------------------------------------

    private static double[] run(Network network, TensorSource weights, Tensor... inputs) {
        NaiveOps ops = new NaiveOps();
        Weights<Tensor> w = Weights.of(new CheckpointWeights<>(weights, ops::constant));
        return doubles(network.forward(ops, w, List.of(inputs)));
    }

    private static double[] doubles(Tensor x) {
        return IntStream.range(0, x.data().length).mapToDouble(i -> x.data()[i]).toArray();
    }

    private static Tensor floats(double[] values, int... shape) {
        float[] data = new float[values.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) values[i];
        }
        return Tensor.of(data, shape);
    }

    /** z_H of the formulas. */
    private double[] latent() {
        double[] moments = run(encoder, model.vaeWeights(), low);
        double scale = model.vaeConfig().scalingFactor();
        double[] z = new double[posterior.data().length];
        int each = z.length / latentShape[0];
        for (int i = 0; i < z.length; i++) {
            int mean = i / each * 2 * each + i % each;
            double logVariance = Math.max(-30, Math.min(20, moments[mean + each]));
            z[i] = scale
                    * (moments[mean] + Math.exp(logVariance / 2) * posterior.data()[i]);
        }
        float[] times = new float[latentShape[0]];
        Arrays.fill(times, 999);
        double[] noise = run(unet, new MapSource(teacher), floats(z, latentShape), time(times), positive);
        for (int i = 0; i < z.length; i++) {
            z[i] = (z[i] - Math.sqrt(1 - ALPHA) * noise[i]) / Math.sqrt(ALPHA);
        }
        return z;
    }

    private double[] image(double[] latent) {
        double[] unscaled = latent.clone();
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] /= model.vaeConfig().scalingFactor();
        }
        double[] image = run(decoder, model.vaeWeights(), floats(unscaled, latentShape));
        for (int i = 0; i < image.length; i++) {
            image[i] = Math.max(-1, Math.min(1, image[i]));
        }
        return image;
    }

    private double squaredError(double[] image) {
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            sum += (image[i] - high.data()[i]) * (image[i] - high.data()[i]) / image.length;
        }
        return sum;
    }

    private double perceptual(double[] image) {
        int each = image.length / low.dim(0);
        double sum = 0;
        for (int n = 0; n < low.dim(0); n++) {
            double[] one = Arrays.copyOfRange(image, n * each, (n + 1) * each);
            double[] other = Arrays.copyOfRange(doubles(high), n * each, (n + 1) * each);
            sum += TinyFeatures.VGG_LIKE.naive(features).distance(one, other, low.dim(2), low.dim(3)) / low.dim(0);
        }
        return sum;
    }

    /** Timesteps of a draw, read off its coefficients: √ᾱ falls with t. */
    private static int[] timesteps(Tensor coefficients) {
        return IntStream.range(0, coefficients.dim(0))
                .map(n -> IntStream.range(0, 1000)
                        .filter(t -> (float) Math.sqrt(NoiseSchedule.STABLE_DIFFUSION.alphaCumprod(t))
                                == coefficients.data()[6 * n])
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }

    private double[] noisy(double[] z, Tensor noise, int[] t) {
        double[] noisy = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double alpha = alpha(t, i, z.length);
            noisy[i] = Math.sqrt(alpha) * z[i] + Math.sqrt(1 - alpha) * noise.data()[i];
        }
        return noisy;
    }

    private double alpha(int[] t, int i, int length) {
        return NoiseSchedule.STABLE_DIFFUSION.alphaCumprod(t[i * latentShape[0] / length]);
    }

    private double[] predict(Map<String, Tensor> weights, double[] noisy, Tensor sinusoid, Tensor condition) {
        return run(unet, new MapSource(weights), floats(noisy, latentShape), sinusoid, condition);
    }

    private double distillation(double[] z, List<Tensor> draw) {
        int[] t = timesteps(draw.get(1));
        double[] noisy = noisy(z, draw.get(0), t);
        double[] fake = predict(student, noisy, draw.get(2), positive);
        double[] with = predict(teacher, noisy, draw.get(2), positive);
        double[] without = predict(teacher, noisy, draw.get(2), negative);
        double[] real = new double[z.length];
        double[] weight = new double[latentShape[0]];
        for (int i = 0; i < z.length; i++) {
            double alpha = alpha(t, i, z.length);
            double guided = without[i] + GUIDANCE * (with[i] - without[i]);
            real[i] = (noisy[i] - Math.sqrt(1 - alpha) * guided) / Math.sqrt(alpha);
            fake[i] = (noisy[i] - Math.sqrt(1 - alpha) * fake[i]) / Math.sqrt(alpha);
            weight[i * latentShape[0] / z.length] += Math.abs(z[i] - real[i]) * latentShape[0] / z.length;
        }
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double d = (fake[i] - real[i]) / weight[i * latentShape[0] / z.length];
            sum += d * d / z.length;
        }
        return sum;
    }

    // ---- the losses -------------------------------------------------------------------------------------------------

    private Map<String, Tensor> frozen() {
        Map<String, Tensor> values = prefixed("vae.", model.vaeWeights());
        teacher.forEach((name, tensor) -> values.put("teacher." + name, tensor));
        student.forEach((name, tensor) -> values.put("regulariser." + name, tensor));
        values.putAll(prefixed("lpips.", features));
        return values;
    }

    private Map<String, Tensor> trained() {
        Map<String, Tensor> values = prefixed("vae.", model.vaeWeights());
        teacher.forEach((name, tensor) -> values.put("unet." + name, tensor));
        return values;
    }

    private Regularisers regularisers() {
        return new Regularisers(unet, unet, true, PARTS);
    }

    private List<Tensor> inputs(List<Tensor> draw) {
        float[] times = new float[latentShape[0]];
        Arrays.fill(times, 999);
        List<Tensor> inputs = new ArrayList<>(List.of(low, posterior, time(times), positive, high));
        inputs.addAll(draw);
        inputs.add(positive);
        inputs.add(negative);
        return inputs;
    }

    private static void assertNear(double expected, float found, String what) {
        assertEquals(expected, found, TOLERANCE * Math.max(1, Math.abs(expected)), what);
    }

    @Test
    void theLossesOfOneStepAreThoseComputedByHand() {
        GeneratorLoss loss = GeneratorLoss.ofPaper(
                new StableDiffusionGenerator(
                        encoder, unet, decoder, model.vaeConfig(), NoiseSchedule.STABLE_DIFFUSION, 999, PARTS),
                TinyFeatures.VGG_LIKE.network(),
                regularisers());
        int channels = model.unetConfig().timeChannels();
        List<Tensor> draw = NoiseTimes.DISTILLATION.draw(latentShape, channels, 123, 1);
        List<Tensor> inputs = inputs(draw);
        double[] z = latent();
        double[] image = image(z);
        double squared = squaredError(image);
        double perceptual = perceptual(image);
        double distillation = distillation(z, draw);
        try (LossRun run = new LossRun(loss, inputs)) {
            LossRun.Result result = run.scripted(trained(), frozen(), inputs);
            assertNear(squared, result.reported().get("l2").data()[0], "L2");
            assertNear(perceptual, result.reported().get("lpips").data()[0], "LPIPS");
            assertNear(distillation, result.reported().get("vsd").data()[0], "VSD");
            assertNear(squared + 2 * perceptual + distillation, result.loss(), "the sum");
            Tensor latent = result.reported().get("latent");
            for (int i = 0; i < z.length; i++) {
                assertNear(z[i], latent.data()[i], "latent " + i);
            }
            assertTrue(Slopes.product(result.gradients(), result.gradients()) > 0);
            checkRegulariser(latent, z);
        }
    }

    /** The regulariser's own loss on the latent that the generator's reported. */
    private void checkRegulariser(Tensor latent, double[] z) {
        List<Tensor> draw =
                NoiseTimes.DIFFUSION.draw(latentShape, model.unetConfig().timeChannels(), 124, 1);
        double[] prediction = predict(student, noisy(z, draw.get(0), timesteps(draw.get(1))), draw.get(2), positive);
        double expected = 0;
        for (int i = 0; i < z.length; i++) {
            double error = prediction[i] - draw.get(0).data()[i];
            expected += error * error / z.length;
        }
        List<Tensor> inputs = new ArrayList<>(List.of(latent));
        inputs.addAll(draw);
        inputs.add(positive);
        Map<String, Tensor> trained = new LinkedHashMap<>();
        student.forEach((name, tensor) -> trained.put("regulariser." + name, tensor));
        try (LossRun run = new LossRun(new RegulariserLoss(regularisers()), inputs)) {
            assertNear(expected, run.scripted(trained, Map.of(), inputs).loss(), "regulariser");
        }
    }
}
