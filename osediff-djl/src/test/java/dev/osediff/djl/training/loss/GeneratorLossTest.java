package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.OpsCases;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.discriminator.PatchDiscriminator;
import dev.osediff.network.discriminator.PatchDiscriminatorConfig;
import dev.osediff.network.perceptual.TinyFeatures;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import dev.osediff.network.small.SmallUNetConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of losses of a tiny generator in flow form, one list of parts per row of the paper's ablation. */
class GeneratorLossTest {
    private static final SmallAutoencoderConfig AUTOENCODER = new SmallAutoencoderConfig(3, 4, 6, 1, 1, 4);
    private static final SmallUNet UNET = new SmallUNet(new SmallUNetConfig(4, List.of(6, 6), 1, 1, 6, 8));
    private static final int TIME_CHANNELS = 6;
    private static final int[] PICTURE = {2, 3, 16, 24};
    private static final int[] LATENT = {2, 4, 4, 6};
    private static final float STEP = 0.5f;

    private static final PartWeights PARTS =
            PartWeights.whole(PartWeights.ENCODER, PartWeights.UNET, Regularisers.TUNED);
    private static final SmallGenerator GENERATOR = new SmallGenerator(
            new SmallEncoder(AUTOENCODER), UNET, new SmallDecoder(AUTOENCODER), AUTOENCODER, STEP, PARTS);
    private static final Regularisers REGULARISERS = new Regularisers(UNET, UNET, false, PARTS);
    private static final ScoreDistillation SCORE = new ScoreDistillation(1);
    private static final NoiseTimes TIMES = new NoiseTimes(StraightPath.INSTANCE, 0.05, 0.75);
    private static final LossPart LPIPS = new PerceptualLoss(TinyFeatures.VGG_LIKE.network());
    private static final LossPart VSD = new LatentDistillation(SCORE, REGULARISERS);
    private static final LossPart IMAGE_VSD = new ImageDistillation(SCORE, REGULARISERS, GENERATOR);
    private static final LossPart GAN = new AdversarialLoss(
            new PatchDiscriminator(new PatchDiscriminatorConfig(3, 4, 2)), AdversarialForm.SOFTPLUS);

    private static GeneratorLoss sum(LossPart... parts) {
        List<GeneratorLoss.Term> terms = new ArrayList<>();
        for (LossPart part : parts) {
            terms.add(new GeneratorLoss.Term(part, 1 + 0.5f * terms.size()));
        }
        return new GeneratorLoss(GENERATOR, terms);
    }

    static Stream<GeneratorLoss> ablations() {
        SquaredError l2 = new SquaredError();
        return Stream.of(sum(l2, LPIPS), sum(l2, LPIPS, GAN), sum(l2, LPIPS, IMAGE_VSD), sum(l2, LPIPS, VSD));
    }

    private static List<Tensor> inputs(GeneratorLoss loss) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(scaled(OpsCases.random(1, PICTURE), 0.4f));
        inputs.add(SinusoidalEmbedding.of(new float[] {1000 * STEP, 1000 * STEP}, TIME_CHANNELS));
        inputs.add(scaled(OpsCases.random(2, PICTURE), 0.4f));
        for (GeneratorLoss.Term term : loss.terms()) {
            if (term.part().inputs() > 0) {
                inputs.addAll(TIMES.draw(LATENT, TIME_CHANNELS, 9, 1));
            }
        }
        return inputs;
    }

    private static Tensor scaled(Tensor x, float by) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] *= by;
        }
        return x;
    }

    private static Map<String, Tensor> values(ParameterLayout layout) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (String name : layout.names()) {
            Tensor value = OpsCases.random(name.hashCode(), layout.shape(name));
            scaled(value, (float) Math.sqrt((double) layout.shape(name)[0] / value.data().length));
            for (int i = 0; layout.shape(name).length == 1 && i < value.data().length; i++) {
                value.data()[i] = 0.1f * value.data()[i] + (name.endsWith("weight") ? 1 : 0);
            }
            for (int i = 0; name.contains(".lin") && name.endsWith("model.1.weight") && i < value.data().length; i++) {
                value.data()[i] = Math.abs(value.data()[i]);
            }
            values.put(name, value);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("ablations")
    void scriptAndEagerOperationsGiveOneLossAndOneGradient(GeneratorLoss loss) {
        List<Tensor> inputs = inputs(loss);
        try (LossRun run = new LossRun(loss, inputs)) {
            Map<String, Tensor> trained = values(run.trained());
            Map<String, Tensor> frozen = values(run.frozen());
            LossRun.Result scripted = run.scripted(trained, frozen, inputs);
            LossRun.Result eager = run.eager(trained, frozen, inputs);
            assertEquals(eager.loss(), scripted.loss(), 1e-5 * Math.abs(eager.loss()));
            double length = Math.sqrt(Slopes.product(eager.gradients(), eager.gradients()));
            eager.gradients()
                    .forEach((name, gradient) -> assertArrayEquals(
                            gradient.data(), scripted.gradients().get(name).data(), (float) (1e-4 * length), name));
            double sum = 0;
            for (GeneratorLoss.Term term : loss.terms()) {
                sum += term.weight()
                        * scripted.reported().get(term.part().name()).data()[0];
            }
            assertEquals(sum, scripted.loss(), 1e-5 * Math.abs(sum));
            assertArrayEquals(
                    LATENT, scripted.reported().get(GeneratorLoss.LATENT).shape());
            assertArrayEquals(
                    PICTURE, scripted.reported().get(GeneratorLoss.IMAGE).shape());
            assertTrue(
                    run.trained().names().stream().allMatch(n -> n.startsWith("encoder.") || n.startsWith("unet.")),
                    "only the generator learns: " + run.trained().names());
        }
    }

    /** Networks round, sums do not. */
    @ParameterizedTest
    @MethodSource("ablations")
    void bfloat16IsCloseToFloat32(GeneratorLoss loss) {
        List<Tensor> inputs = inputs(loss);
        try (LossRun full = new LossRun(loss, inputs);
                LossRun narrow = new LossRun(loss, inputs, true)) {
            Map<String, Tensor> trained = values(full.trained());
            Map<String, Tensor> frozen = values(full.frozen());
            LossRun.Result expected = full.scripted(trained, frozen, inputs);
            LossRun.Result found = narrow.scripted(trained, frozen, inputs);
            assertEquals(expected.loss(), found.loss(), 0.05 * expected.loss());
            assertTrue(expected.loss() != found.loss(), "bfloat16 must round differently");
            double along = Slopes.product(expected.gradients(), found.gradients());
            double lengths = Math.sqrt(Slopes.product(expected.gradients(), expected.gradients())
                    * Slopes.product(found.gradients(), found.gradients()));
            assertTrue(along / lengths > 0.95, "cosine of the gradients " + along / lengths);
        }
    }

    /** A part of which what it judges, latent or picture, is the trained parameter. */
    private record Judged(LossPart part, int... shape) implements Loss {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T x = trained.tensor("x", shape);
            return part.compute(ops, new OneStep<>(x, x, inputs.get(0)), frozen, inputs.subList(1, inputs.size()));
        }
    }

    static Stream<Arguments> parts() {
        Judged latent = new Judged(VSD, LATENT);
        return Stream.of(
                arguments(new SquaredError(), GeneratorLoss.IMAGE, new Judged(new SquaredError(), PICTURE)),
                arguments(LPIPS, GeneratorLoss.IMAGE, new Judged(LPIPS, PICTURE)),
                arguments(GAN, GeneratorLoss.IMAGE, new Judged(GAN, PICTURE)),
                arguments(VSD, GeneratorLoss.LATENT, latent),
                arguments(IMAGE_VSD, ImageDistillation.ENCODED, latent));
    }

    /**
     * Every part pulls the generator along its own gradient G with respect to what it judges: the slopes of Σ G·x(θ) with G
     * held, x the latent or picture. The parts' own gradients are tested by themselves.
     */
    @ParameterizedTest
    @MethodSource("parts")
    void eachPartPullsTheGeneratorAlongItsGradient(LossPart part, String judged, Judged alone) {
        GeneratorLoss loss = sum(part);
        List<Tensor> inputs = inputs(loss);
        List<Tensor> own = inputs.subList(2, inputs.size());
        try (LossRun run = new LossRun(loss, inputs);
                LossRun held = new LossRun(alone, own)) {
            Map<String, Tensor> trained = values(run.trained());
            Map<String, Tensor> frozen = values(run.frozen());
            LossRun.Result result = run.scripted(trained, frozen, inputs);
            Map<String, Tensor> x = Map.of("x", result.reported().get(judged));
            LossRun.Result direction = held.scripted(x, frozen, own);
            assertEquals(direction.loss(), result.loss(), 1e-5 * direction.loss());
            Slopes.check(
                    moved -> Slopes.product(
                            direction.gradients(),
                            Map.of(
                                    "x",
                                    run.forward(moved, frozen, inputs)
                                            .reported()
                                            .get(judged))),
                    trained,
                    result.gradients(),
                    3e-3,
                    0.005);
        }
    }

    @Test
    void theEncoderOfTheImageDomainIsFrozen() {
        GeneratorLoss loss = sum(IMAGE_VSD);
        try (LossRun run = new LossRun(loss, inputs(loss))) {
            Set<String> frozen = Set.copyOf(run.frozen().names());
            assertTrue(frozen.contains("frozen_encoder.shortcut.weight"), frozen.toString());
            assertTrue(run.trained().names().contains("encoder.shortcut.weight"));
            assertFalse(frozen.contains("encoder.shortcut.weight"));
        }
    }

    @Test
    void inputsThatDoNotFitAreRefusedByName() {
        GeneratorLoss loss = sum(new SquaredError(), VSD);
        List<Tensor> inputs = inputs(loss);
        assertRefused(loss, inputs.subList(0, 5), "inputs of the loss generator", "5 inputs");
        assertRefused(loss, replaced(inputs, 2, 2, 3, 16, 20), "target picture", "[2, 3, 16, 20]");
        assertRefused(loss, replaced(inputs, 3, 2, 4, 6, 4), "noise of the loss vsd", "[2, 4, 6, 4]");
        assertRefused(loss, replaced(inputs, 4, 2, 5), "coefficients of the loss vsd", "[2, 5]");
        assertRefused(loss, replaced(inputs, 5, 1, 6), "sinusoid of the loss vsd", "[1, 6]");
    }

    private static List<Tensor> replaced(List<Tensor> inputs, int at, int... shape) {
        List<Tensor> changed = new ArrayList<>(inputs);
        changed.set(at, Tensor.zeros(shape));
        return changed;
    }

    private static void assertRefused(Loss loss, List<Tensor> inputs, String asked, String found) {
        InvalidOptionException refused = assertThrows(InvalidOptionException.class, () -> new LossRun(loss, inputs));
        assertTrue(refused.problem().asked().contains(asked), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
    }

    @Test
    void sumsThatMeanNothingAreRefused() {
        assertThrows(InvalidOptionException.class, () -> sum());
        assertThrows(InvalidOptionException.class, () -> sum(VSD, VSD));
        assertThrows(InvalidOptionException.class, () -> new GeneratorLoss.Term(VSD, 0));
        assertThrows(InvalidOptionException.class, () -> new GeneratorLoss.Term(VSD, Float.NaN));
        assertThrows(InvalidOptionException.class, () -> new ScoreDistillation(Float.POSITIVE_INFINITY));
        ScoreDistillation guided = new ScoreDistillation(ScoreDistillation.GUIDANCE);
        assertThrows(InvalidOptionException.class, () -> new LatentDistillation(guided, REGULARISERS));
        assertThrows(InvalidOptionException.class, () -> new ImageDistillation(guided, REGULARISERS, GENERATOR));
    }
}
