package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.discriminator.PatchDiscriminator;
import dev.osediff.network.discriminator.PatchDiscriminatorConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adversarial losses of given scores and of a discriminator of patches. */
class AdversarialLossTest {
    private static final float[] REAL = {-3, -0.5f, 0.25f, 0.9f, 1.5f, 4};
    private static final float[] FAKE = {-2, -1.25f, -0.5f, 0, 0.75f, 3};
    private static final PatchDiscriminator NETWORK = new PatchDiscriminator(new PatchDiscriminatorConfig(3, 4, 2));
    private static final int[] PICTURE = {2, 3, 13, 15};

    /** Both losses of scores that are trained parameters. */
    private record OfScores(AdversarialForm form, boolean discriminator) implements Loss {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T fake = trained.tensor("fake", 2, 1, 1, 3);
            return discriminator
                    ? form.ofDiscriminator(ops, trained.tensor("real", 2, 1, 1, 3), fake)
                    : form.ofGenerator(ops, fake);
        }
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    private static double hinge(double x) {
        return Math.max(0, 1 + x);
    }

    private static double slope(DoubleUnaryOperator f, double x) {
        return (f.applyAsDouble(x + 1e-6) - f.applyAsDouble(x - 1e-6)) / 2e-6;
    }

    @ParameterizedTest
    @EnumSource(AdversarialForm.class)
    void scoresGiveTheClosedForms(AdversarialForm form) {
        boolean isHinge = form == AdversarialForm.HINGE;
        DoubleUnaryOperator against = x -> isHinge ? hinge(x) : softplus(x);
        DoubleUnaryOperator generator = x -> isHinge ? -x : softplus(-x);
        check(new OfScores(form, true), x -> against.applyAsDouble(-x), against);
        check(new OfScores(form, false), null, generator);
    }

    private static void check(OfScores loss, DoubleUnaryOperator ofReal, DoubleUnaryOperator ofFake) {
        Map<String, Tensor> scores = Map.of("real", Tensor.of(REAL, 2, 1, 1, 3), "fake", Tensor.of(FAKE, 2, 1, 1, 3));
        double expected = 0;
        for (int i = 0; i < FAKE.length; i++) {
            expected += ofFake.applyAsDouble(FAKE[i]) / FAKE.length;
            expected += ofReal == null ? 0 : ofReal.applyAsDouble(REAL[i]) / REAL.length;
        }
        try (LossRun run = new LossRun(loss, List.of())) {
            for (LossRun.Result result : run.both(scores, Map.of(), List.of())) {
                assertEquals(expected, result.loss(), 1e-6 * Math.max(1, Math.abs(expected)));
                for (int i = 0; i < FAKE.length; i++) {
                    float found = result.gradients().get("fake").data()[i];
                    assertEquals(slope(ofFake, FAKE[i]) / FAKE.length, found, 1e-6);
                    if (ofReal != null) {
                        assertEquals(
                                slope(ofReal, REAL[i]) / REAL.length,
                                result.gradients().get("real").data()[i],
                                1e-6);
                    }
                }
            }
        }
    }

    private static Map<String, Tensor> discriminator() {
        RandomWeights random = new RandomWeights(NETWORK, 5);
        Map<String, Tensor> values = new LinkedHashMap<>();
        random.names().forEach(name -> values.put("discriminator." + name, random.load(name)));
        return values;
    }

    private static float[] scores(Map<String, Tensor> weights, Tensor image) {
        NaiveOps ops = new NaiveOps();
        CheckpointWeights<Tensor> provider = new CheckpointWeights<>(new MapSource(weights), ops::constant);
        return NETWORK.forward(ops, Weights.of(provider).at("discriminator"), List.of(image))
                .data();
    }

    private static double mean(float[] values, DoubleUnaryOperator of) {
        double sum = 0;
        for (float value : values) {
            sum += of.applyAsDouble(value) / values.length;
        }
        return sum;
    }

    /** In float32 both here and in the oracle's activations: a wide step, and the softplus form, which has few corners. */
    @ParameterizedTest
    @EnumSource(AdversarialForm.class)
    void theDiscriminatorsSlopesAreThoseOfItsLoss(AdversarialForm form) {
        Tensor real = OpsCases.random(1, PICTURE);
        Tensor fake = OpsCases.random(2, PICTURE);
        DoubleUnaryOperator of = x -> form == AdversarialForm.HINGE ? hinge(x) : softplus(x);
        Map<String, Tensor> weights = discriminator();
        try (LossRun run = new LossRun(new DiscriminatorLoss(NETWORK, form), List.of(real, fake))) {
            for (LossRun.Result result : run.both(weights, Map.of(), List.of(real, fake))) {
                double expected =
                        mean(scores(weights, real), x -> of.applyAsDouble(-x)) + mean(scores(weights, fake), of);
                assertEquals(expected, result.loss(), 1e-5 * expected);
                Slopes.check(
                        moved -> mean(scores(moved, real), x -> of.applyAsDouble(-x)) + mean(scores(moved, fake), of),
                        weights,
                        result.gradients(),
                        2e-3,
                        0.02);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AdversarialForm.class)
    void theGeneratorIsTaughtThroughTheFrozenDiscriminator(AdversarialForm form) {
        Tensor target = Tensor.zeros(PICTURE);
        Map<String, Tensor> image = Map.of("image", OpsCases.random(3, PICTURE));
        Map<String, Tensor> weights = discriminator();
        AdversarialLoss part = new AdversarialLoss(NETWORK, form);
        Loss loss = new Loss() {
            @Override
            public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
                T picture = trained.tensor("image", PICTURE);
                return part.compute(ops, new OneStep<>(picture, picture, inputs.get(0)), frozen, List.of());
            }
        };
        DoubleUnaryOperator of = x -> form == AdversarialForm.HINGE ? -x : softplus(-x);
        try (LossRun run = new LossRun(loss, List.of(target))) {
            assertArrayEquals(
                    weights.keySet().stream().sorted().toArray(),
                    run.frozen().names().stream().sorted().toArray());
            for (LossRun.Result result : run.both(image, weights, List.of(target))) {
                Slopes.check(
                        moved -> mean(scores(weights, moved.get("image")), of), image, result.gradients(), 5e-3, 0.02);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AdversarialForm.class)
    void picturesOfDifferentSizesAreRefused(AdversarialForm form) {
        List<Tensor> inputs = List.of(Tensor.zeros(PICTURE), Tensor.zeros(2, 3, 13, 16));
        Loss loss = new DiscriminatorLoss(NETWORK, form);
        assertThrows(InvalidOptionException.class, () -> new LossRun(loss, inputs));
    }
}
