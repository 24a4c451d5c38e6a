package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.perceptual.FeatureLayout;
import dev.osediff.network.perceptual.Lpips;
import dev.osediff.network.perceptual.NaiveLpips;
import dev.osediff.network.perceptual.TinyFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LPIPS as a loss of a picture that is the trained parameter, against double precision. */
class PerceptualLossTest {
    private static final int HEIGHT = 20;
    private static final int WIDTH = 23;
    private static final int[] PICTURE = {2, 3, HEIGHT, WIDTH};
    private static final int EACH = 3 * HEIGHT * WIDTH;

    private record OfPicture(LossPart part, int... shape) implements Loss {
        @Override
        public <T> T compute(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen, List<T> inputs) {
            T image = trained.tensor("image", shape);
            return part.compute(ops, new OneStep<>(image, image, inputs.get(0)), frozen, List.of());
        }
    }

    private static Loss loss(TinyFeatures features) {
        return new OfPicture(new PerceptualLoss(features.network()), PICTURE);
    }

    private static Map<String, Tensor> frozen(TensorSource weights) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        weights.names().forEach(name -> values.put("lpips." + name, weights.load(name)));
        return values;
    }

    private static double formula(NaiveLpips naive, double[] image, float[] target) {
        double sum = 0;
        for (int n = 0; n < 2; n++) {
            int from = n * EACH;
            double[] first = IntStream.range(from, from + EACH)
                    .mapToDouble(i -> image[i])
                    .toArray();
            double[] second = IntStream.range(from, from + EACH)
                    .mapToDouble(i -> target[i])
                    .toArray();
            sum += naive.distance(first, second, HEIGHT, WIDTH) / 2;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(TinyFeatures.class)
    void valueAndSlopesAreThoseOfTheFormula(TinyFeatures features) {
        TensorSource weights = features.weights(7);
        NaiveLpips naive = features.naive(weights);
        Tensor image = OpsCases.random(1, PICTURE);
        Tensor target = OpsCases.random(2, PICTURE);
        double[] values =
                IntStream.range(0, 2 * EACH).mapToDouble(i -> image.data()[i]).toArray();
        double expected = formula(naive, values, target.data());
        try (LossRun run = new LossRun(loss(features), List.of(target))) {
            for (LossRun.Result result : run.both(Map.of("image", image), frozen(weights), List.of(target))) {
                assertEquals(expected, result.loss(), 1e-5 * expected);
                float[] gradient = result.gradients().get("image").data();
                double largest = 0;
                for (float g : gradient) {
                    largest = Math.max(largest, Math.abs(g));
                }
                SplittableRandom random = new SplittableRandom(3);
                for (int i = 0; i < 40; i++) {
                    int at = random.nextInt(values.length);
                    assertEquals(slope(naive, values, target.data(), at), gradient[at], 1e-4 * largest, "pixel " + at);
                }
            }
        }
    }

    /** The step is so small that no ReLU changes its side but by great chance. */
    private static double slope(NaiveLpips naive, double[] values, float[] target, int at) {
        double step = 1e-6;
        double[] moved = values.clone();
        moved[at] += step;
        double above = formula(naive, moved, target);
        moved[at] -= 2 * step;
        return (above - formula(naive, moved, target)) / (2 * step);
    }

    @ParameterizedTest
    @EnumSource(TinyFeatures.class)
    void theGradientIsFiniteWhereThereAreNoFeaturesAndNoDistance(TinyFeatures features) {
        Map<String, Tensor> dead = frozen(features.weights(7));
        dead.forEach((name, tensor) -> {
            for (int i = 0; name.endsWith("bias") && i < tensor.data().length; i++) {
                tensor.data()[i] = -1e3f;
            }
        });
        Tensor image = OpsCases.random(1, PICTURE);
        Tensor target = OpsCases.random(2, PICTURE);
        try (LossRun run = new LossRun(loss(features), List.of(target))) {
            for (LossRun.Result result : run.both(Map.of("image", image), dead, List.of(target))) {
                assertZero(result);
            }
            Map<String, Tensor> alive = frozen(features.weights(7));
            for (LossRun.Result result : run.both(Map.of("image", image), alive, List.of(image))) {
                assertZero(result);
            }
        }
    }

    private static void assertZero(LossRun.Result result) {
        assertEquals(0, result.loss());
        for (float g : result.gradients().get("image").data()) {
            assertEquals(0, Math.abs(g));
        }
    }

    @Test
    void picturesThatAreTooSmallAreRefused() {
        Loss loss = new OfPicture(new PerceptualLoss(new Lpips(FeatureLayout.VGG16)), 1, 3, 15, 40);
        InvalidOptionException refused = assertThrows(
                InvalidOptionException.class, () -> new LossRun(loss, List.of(Tensor.zeros(1, 3, 15, 40))));
        assertTrue(refused.getMessage().contains("40 x 15"), refused.getMessage());
        assertTrue(refused.getMessage().contains("16 x 16"), refused.getMessage());
    }

    @Test
    void squaredErrorIsTheMeanSquare() {
        Tensor target = OpsCases.random(2, 2, 3, 5, 4);
        Map<String, Tensor> image = Map.of("image", OpsCases.random(1, 2, 3, 5, 4));
        Loss loss = new OfPicture(new SquaredError(), 2, 3, 5, 4);
        try (LossRun run = new LossRun(loss, List.of(target))) {
            for (LossRun.Result result : run.both(image, Map.of(), List.of(target))) {
                double expected = squares(image, target);
                assertEquals(expected, result.loss(), 1e-6 * expected);
                Slopes.check(moved -> squares(moved, target), image, result.gradients(), 0.1, 1e-5);
            }
        }
    }

    private static double squares(Map<String, Tensor> image, Tensor target) {
        float[] x = image.get("image").data();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) x[i] - target.data()[i];
            sum += difference * difference / x.length;
        }
        return sum;
    }
}
