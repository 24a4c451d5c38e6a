package dev.osediff.network.perceptual;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * LPIPS on one implementation of {@link Ops} against {@link NaiveLpips}. Extend it for each implementation.
 *
 * @param <T> the implementation's value type
 */
public abstract class LpipsContract<T> {
    private static final int HEIGHT = 27;
    private static final int WIDTH = 38;

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

    @ParameterizedTest
    @EnumSource(TinyFeatures.class)
    void distancesAreThoseOfTheFormula(TinyFeatures features) {
        TensorSource weights = features.weights(11);
        Tensor first = OpsCases.random(1, 2, 3, HEIGHT, WIDTH);
        Tensor second = OpsCases.random(2, 2, 3, HEIGHT, WIDTH);
        Tensor found = distance(features, weights, first, second);
        assertArrayEquals(new int[] {2, 1, 1}, found.shape());
        NaiveLpips naive = features.naive(weights);
        for (int n = 0; n < 2; n++) {
            double expected = naive.distance(picture(first, n), picture(second, n), HEIGHT, WIDTH);
            assertTrue(expected > 0.1, "pictures of noise are far from each other: " + expected);
            assertEquals(expected, found.data()[n], 1e-5 * expected);
        }
    }

    @ParameterizedTest
    @EnumSource(TinyFeatures.class)
    void aPictureIsNoDistanceFromItself(TinyFeatures features) {
        Tensor picture = OpsCases.random(1, 1, 3, HEIGHT, WIDTH);
        assertEquals(
                0, distance(features, features.weights(11), picture, picture).data()[0]);
    }

    private Tensor distance(TinyFeatures features, TensorSource source, Tensor first, Tensor second) {
        CheckpointWeights<T> weights = new CheckpointWeights<>(source, ops()::constant);
        ParameterShapes.of(features.network(), source.names()).forEach(weights::fetch);
        List<T> inputs = List.of(ops().constant(first), ops().constant(second));
        return download(features.network().forward(ops(), Weights.of(weights), inputs));
    }

    private static double[] picture(Tensor batch, int n) {
        int length = batch.data().length / batch.dim(0);
        float[] part = Arrays.copyOfRange(batch.data(), n * length, (n + 1) * length);
        return IntStream.range(0, length).mapToDouble(i -> part[i]).toArray();
    }
}
