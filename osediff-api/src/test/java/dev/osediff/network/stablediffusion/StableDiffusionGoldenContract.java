package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Stable Diffusion networks on one implementation of {@link Ops} against the reference library's values, stage by
 * stage: each stage starts from the expected value of the one before. Extend it for each implementation.
 *
 * @param <T> the implementation's value type
 */
public abstract class StableDiffusionGoldenContract<T> {
    /** Largest absolute difference that is allowed, float32 against float32. */
    private static final float TOLERANCE = 2e-4f;

    private static final int TIMESTEP = 999;
    private static final double ALPHA_CUMPROD = 0.0046600985;

    private final GoldenModel model = new GoldenModel();

    /** Returns the operations under test; the same instance within one test. */
    protected abstract Ops<T> ops();

    /** Copies a value to the host. */
    protected abstract Tensor download(T value);

    /** Frees what a test has made; does nothing unless overridden. */
    protected void cleanUp() {}

    @AfterEach
    final void afterEach() {
        cleanUp();
    }

    @Test
    void encoderGivesThePosteriorMean() {
        VaeEncoder encoder = new VaeEncoder(model.vaeConfig());
        Tensor moments = run(encoder, model.vaeWeights(), Set.of("decoder.", "post_quant_conv."), expected("image"));
        Tensor latent = expected("latent");
        assertEquals(2 * latent.dim(1), moments.dim(1), "mean and logarithm of the variance");
        int half = moments.data().length / moments.dim(0) / 2;
        float scale = model.vaeConfig().scalingFactor();
        float[] mean = new float[latent.data().length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = moments.data()[i / half * 2 * half + i % half] * scale;
        }
        assertClose(latent, Tensor.of(mean, latent.shape()));
    }

    @Test
    void textEncoderGivesTheContext() {
        ClipTextEncoder encoder = new ClipTextEncoder(model.textConfig());
        Tensor ids = model.expectedText("ids");
        assertClose(model.expectedText("context"), run(encoder, model.textWeights(), Set.of(), ids));
    }

    @Test
    void unetPredictsTheNoise() {
        UNetConfig config = model.unetConfig();
        Tensor latent = expected("latent");
        float[] timesteps = new float[latent.dim(0)];
        Arrays.fill(timesteps, TIMESTEP);
        Tensor time = SinusoidalEmbedding.of(timesteps, config.timeChannels());
        UNet2DCondition unet = new UNet2DCondition(config);
        assertClose(expected("eps"), run(unet, model.unetWeights(), Set.of(), latent, time, expected("context")));
    }

    /** One sample with the golden prompts of both: each prompt's prediction is what the reference library computes for it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyPromptOfASampleHasItsOwnPrediction(int sample) {
        UNetConfig config = model.unetConfig();
        Tensor keysValues = forward(new CrossAttentionKeysValues(config), model.unetWeights(), expected("context"));
        assertEquals(2, keysValues.dim(0));
        OneStepFolding folded = OneStepFolding.of(model.unetWeights(), config, TIMESTEP);
        OneStepUNet unet = new OneStepUNet(config);
        Tensor latent = sample(expected("latent"), sample);
        Tensor both = forward(unet, folded, latent, keysValues);
        assertEquals(2, both.dim(0));
        assertClose(sample(expected("eps"), sample), sample(both, sample));
        Tensor other = forward(unet, folded, latent, sample(keysValues, 1 - sample));
        assertClose(other, sample(both, 1 - sample));
        assertTrue(largestDifference(other, sample(both, sample)) > 0.01, "the prompt has an effect");
    }

    private static Tensor sample(Tensor values, int index) {
        int[] shape = values.shape();
        int length = values.data().length / shape[0];
        shape[0] = 1;
        return Tensor.of(Arrays.copyOfRange(values.data(), index * length, (index + 1) * length), shape);
    }

    private static double largestDifference(Tensor a, Tensor b) {
        double largest = 0;
        for (int i = 0; i < a.data().length; i++) {
            largest = Math.max(largest, Math.abs((double) a.data()[i] - b.data()[i]));
        }
        return largest;
    }

    private Tensor forward(Network network, TensorSource source, Tensor... inputs) {
        Ops<T> ops = ops();
        CheckpointWeights<T> weights = new CheckpointWeights<>(source, ops::constant);
        ParameterShapes.of(network, source.names()).forEach(weights::fetch);
        List<T> values = Arrays.stream(inputs).map(ops::constant).toList();
        return download(network.forward(ops, Weights.of(weights), values));
    }

    @Test
    void oneStepGivesTheCleanLatent() {
        Tensor latent = expected("latent");
        Ops<T> ops = ops();
        T a = ops.scale(ops.constant(latent), (float) (1 / Math.sqrt(ALPHA_CUMPROD)));
        T b = ops.scale(
                ops.constant(expected("eps")), (float) (-Math.sqrt(1 - ALPHA_CUMPROD) / Math.sqrt(ALPHA_CUMPROD)));
        assertClose(expected("x0"), download(ops.add(a, b)));
    }

    @Test
    void decoderGivesThePicture() {
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor x0 = expected("x0");
        float[] input = x0.data().clone();
        for (int i = 0; i < input.length; i++) {
            input[i] /= model.vaeConfig().scalingFactor();
        }
        Tensor picture =
                run(decoder, model.vaeWeights(), Set.of("encoder.", "quant_conv."), Tensor.of(input, x0.shape()));
        for (int i = 0; i < picture.data().length; i++) {
            picture.data()[i] = Math.max(-1, Math.min(1, picture.data()[i]));
        }
        assertClose(expected("output"), picture);
    }

    /** Runs a network, which must use every tensor of the file but those of the named other parts. */
    private Tensor run(Network network, TensorSource source, Set<String> otherParts, Tensor... inputs) {
        Ops<T> ops = ops();
        CheckpointWeights<T> weights = new CheckpointWeights<>(source, ops::constant);
        ParameterShapes.of(network, source.names()).forEach(weights::fetch);
        List<T> values = new ArrayList<>();
        for (Tensor input : inputs) {
            values.add(ops.constant(input));
        }
        Tensor result = download(network.forward(ops, Weights.of(weights), values));
        Set<String> unused = new TreeSet<>(weights.unusedNames());
        unused.removeIf(name -> otherParts.stream().anyMatch(name::startsWith));
        assertEquals(Set.of(), unused, "tensors that " + network.name() + " did not use");
        return result;
    }

    private Tensor expected(String name) {
        return model.expected(name);
    }

    private static void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        for (int i = 0; i < expected.data().length; i++) {
            double difference = Math.abs((double) expected.data()[i] - found.data()[i]);
            assertTrue(difference <= TOLERANCE, "element " + i + ": " + expected.data()[i] + ", " + found.data()[i]);
        }
    }
}
