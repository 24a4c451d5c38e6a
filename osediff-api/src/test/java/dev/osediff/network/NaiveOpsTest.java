package dev.osediff.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle against values worked out by hand. */
class NaiveOpsTest {
    private static final Tensor SQUARE = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
    /** Taps 1 to 9, row by row. */
    private static final Tensor KERNEL = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);

    private final NaiveOps ops = new NaiveOps();

    @Test
    void convolutionIsACorrelationWithZeroPadding() {
        Tensor bias = Tensor.of(new float[] {0.5f}, 1);
        // Top left: 5·1 + 6·2 + 8·3 + 9·4; the others likewise with the kernel moved.
        expect(ops.conv2d(SQUARE, KERNEL, null, Conv2dSpec.SAME_3X3), 77, 67, 47, 37);
        expect(ops.conv2d(SQUARE, KERNEL, bias, Conv2dSpec.SAME_3X3), 77.5, 67.5, 47.5, 37.5);
        expect(ops.conv2d(SQUARE, KERNEL, null, Conv2dSpec.DOWN_3X3), 77);
        // Zeros at the bottom and right: taps 1, 2, 4, 5.
        expect(ops.conv2d(SQUARE, KERNEL, null, Conv2dSpec.DOWN_3X3_BOTTOM_RIGHT), 1 + 4 + 12 + 20);
    }

    @Test
    void convolutionSumsOverInputChannels() {
        Tensor x = Tensor.of(new float[] {1, 2, 10, 20}, 1, 2, 1, 2);
        Tensor weight = Tensor.of(new float[] {1, 2, 3, -1}, 2, 2, 1, 1);
        Tensor y = ops.conv2d(x, weight, Tensor.of(new float[] {0, 100}, 2), Conv2dSpec.POINTWISE);
        assertArrayEquals(new int[] {1, 2, 1, 2}, y.shape());
        expect(y, 21, 42, 93, 86);
    }

    @Test
    void upsamplingRepeatsPixels() {
        expect(ops.upsampleNearest2d(SQUARE, 4, 3), 1, 1, 2, 1, 1, 2, 3, 3, 4, 3, 3, 4);
        Tensor ones = Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 1, 3, 3);
        Tensor one = Tensor.of(new float[] {2}, 1, 1, 1, 1);
        expect(ops.upsampleConv2d(one, ones, null, 2, 2), 8, 8, 8, 8);
        expect(ops.upsampleConv2d(one, KERNEL, null, 1, 1), 10);
    }

    @Test
    void pixelsMoveBetweenSpaceAndDepth() {
        Tensor deep = ops.pixelUnshuffle(SQUARE, 2);
        assertArrayEquals(new int[] {1, 4, 1, 1}, deep.shape());
        expect(deep, 1, 2, 3, 4);
        Tensor wide = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4);
        expect(ops.pixelUnshuffle(wide, 2), 1, 3, 2, 4, 5, 7, 6, 8);
        expect(ops.pixelShuffle(ops.pixelUnshuffle(wide, 2), 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Tensor[] phases = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            phases[i] = Tensor.of(new float[] {i, 10 + i}, 1, 1, 1, 2);
        }
        expect(ops.interleave2d(List.of(phases)), 0, 1, 10, 11, 2, 3, 12, 13);
    }

    @Test
    void normsUseBiasedVariance() {
        // Each group of one channel holds -1 and 1 around its mean: variance 1, and 1 / √(1 + 3) = 1/2.
        Tensor x = Tensor.of(new float[] {4, 6, -1, 1}, 1, 2, 1, 2);
        Tensor gamma = Tensor.of(new float[] {1, 10}, 2);
        Tensor beta = Tensor.of(new float[] {0, 7}, 2);
        expect(ops.groupNorm(x, 2, gamma, beta, 3), -0.5, 0.5, 2, 12);
        // Both channels in one group: mean 2.5, variance (2.25 + 12.25 + 12.25 + 2.25) / 4 = 7.25, 1 / √(7.25 + 1.75).
        expect(ops.groupNorm(x, 1, gamma, beta, 1.75f), 0.5, 3.5 / 3, 7 - 35.0 / 3, 7 - 5);
        Tensor rows = Tensor.of(new float[] {4, 6, -1, 1}, 1, 2, 2);
        expect(ops.layerNorm(rows, gamma, beta, 3), -0.5, 12, -0.5, 12);
        // Root mean square over the channels 3, 4 of one pixel: √(12.5).
        Tensor pixel = Tensor.of(new float[] {3, 4}, 1, 2, 1, 1);
        expect(ops.channelRmsNorm(pixel, gamma, 12.5f), 0.6, 8);
    }

    @Test
    void linearMultipliesByTheTranspose() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2);
        Tensor weight = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2);
        expect(ops.linear(x, weight, null), 1, 2, 3, 3, 4, 7);
        expect(ops.linear(x, weight, Tensor.of(new float[] {10, 20, 30}, 3)), 11, 22, 33, 13, 24, 37);
    }

    @Test
    void attentionWeighsValuesPerHead() {
        // Head 1 scores 0 and ln 3 · √1, so it weighs 1/4 and 3/4; head 2 scores equal, so it averages.
        Tensor q = Tensor.of(new float[] {1, 0}, 1, 1, 2);
        Tensor k = Tensor.of(new float[] {0, 5, (float) Math.log(3), -5}, 1, 2, 2);
        Tensor v = Tensor.of(new float[] {4, 10, 8, 20}, 1, 2, 2);
        expect(ops.attention(q, k, v, 2), 7, 15);
        // One head of two channels divides the score by √2.
        Tensor steep = Tensor.of(new float[] {0, 5, (float) (Math.sqrt(2) * Math.log(3)), -5}, 1, 2, 2);
        expect(ops.attention(q, steep, v, 1), 7, 17.5);
    }

    @Test
    void activationsFollowTheirDefinitions() {
        Tensor x = Tensor.of(new float[] {-1, 0, 1, 2}, 4);
        expect(ops.silu(x), -0.26894142, 0, 0.73105858, 1.76159416);
        // Φ(1) = 0.8413447461, Φ(2) = 0.9772498681.
        expect(ops.gelu(x), -0.15865525, 0, 0.84134475, 1.95449974);
        assertEquals(1, GaussianDistribution.phi(9));
        assertEquals(2.866515719e-7, GaussianDistribution.phi(-5), 1e-15);
    }

    @Test
    void tokensAreTheTransposeOfMaps() {
        Tensor map = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 1, 3);
        Tensor tokens = ops.mapToTokens(map);
        assertArrayEquals(new int[] {1, 3, 2}, tokens.shape());
        expect(tokens, 1, 4, 2, 5, 3, 6);
        expect(ops.tokensToMap(tokens, 1, 3), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void partsJoinAndSplitAlongAnAxis() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor b = Tensor.of(new float[] {5, 6}, 2, 1);
        expect(ops.concat(List.of(a, b), 1), 1, 2, 5, 3, 4, 6);
        expect(ops.concat(List.of(a, a), 0), 1, 2, 3, 4, 1, 2, 3, 4);
        expect(ops.slice(a, 1, 1, 2), 2, 4);
        expect(ops.slice(a, 0, 1, 2), 3, 4);
        expect(ops.addChannelBias(SQUARE, Tensor.of(new float[] {10}, 1, 1)), 11, 12, 13, 14);
    }

    private static void expect(Tensor found, double... expected) {
        assertEquals(expected.length, found.data().length);
        for (int i = 0; i < expected.length; i++) {
            float value = found.data()[i];
            assertTrue(Math.abs(expected[i] - value) <= 1e-6 * Math.max(1, Math.abs(expected[i])), i + ": " + value);
        }
    }
}
