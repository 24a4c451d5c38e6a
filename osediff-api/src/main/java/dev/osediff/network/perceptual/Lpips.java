package dev.osediff.network.perceptual;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learned perceptual distance (LPIPS, arXiv 1801.03924, eq. 1, version 0.1): features of both pictures, each pixel's
 * vector divided by its length, squared differences, weighted per channel, averaged over the pixels and added over the
 * slices. Inputs: first and second [N, 3, H, W], nominally in [-1, 1], sides at least
 * {@link FeatureLayout#smallestSide()}. Output: [N, 1, 1], at least 0.
 *
 * <p>Parameters: {@code features.<i>.weight} and {@code .bias} as in torchvision's file of the network,
 * {@code lin<k>.model.1.weight} [1, C, 1, 1] as in the file of LPIPS, not negative. The gradient is finite everywhere, also
 * where a pixel has no feature. Values are float32 or wider in exponent: a length of 1e-10 counts as none.
 *
 * @param layout the feature network
 */
public record Lpips(FeatureLayout layout) implements Network {
    /** A picture p in [-1, 1] goes in as (p − shift) / scale: ImageNet's mean and deviation on that range. */
    private static final float[] SHIFT = {-0.030f, -0.088f, -0.188f};

    private static final float[] SCALE = {0.458f, 0.448f, 0.450f};

    /** Square of the length that counts as none; the published code adds 1e-10 to the length. */
    private static final double SQUARED_LENGTH = 1e-20;

    @Override
    public String name() {
        return "LPIPS of " + layout.name();
    }

    @Override
    public List<String> inputNames() {
        return List.of("first", "second");
    }

    @Override
    public List<int[]> exampleShapes() {
        int side = layout.smallestSide();
        return List.of(new int[] {1, 3, side, side}, new int[] {1, 3, side, side});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        List<T> first = features(ops, w, inputs.get(0));
        List<T> second = features(ops, w, inputs.get(1));
        T sum = null;
        for (int k = 0; k < first.size(); k++) {
            int channels = layout.slices().get(k).channels();
            T weights = w.tensor("lin" + k + ".model.1.weight", 1, channels, 1, 1);
            T distance = distance(ops, first.get(k), second.get(k), weights);
            sum = sum == null ? distance : ops.add(sum, distance);
        }
        return sum;
    }

    /** Returns each slice's features of a picture, of unit length at every pixel. */
    private <T> List<T> features(Ops<T> ops, Weights<T> w, T picture) {
        return ops.scopeAll("features", () -> {
            List<T> features = new ArrayList<>();
            T h = scaled(ops, picture);
            for (FeatureSlice slice : layout.slices()) {
                if (slice.poolKernel() > 0) {
                    h = ops.maxPool2d(h, slice.poolKernel(), slice.poolStride());
                }
                for (FeatureSlice.Convolution c : slice.convolutions()) {
                    h = ops.leakyRelu(convolved(ops, w.at("features").at(c.index()), h, c), 0);
                }
                features.add(unit(ops, h, slice.channels()));
            }
            return features;
        });
    }

    private static <T> T scaled(Ops<T> ops, T picture) {
        Tensor diagonal = Tensor.zeros(3, 3, 1, 1);
        Tensor offset = Tensor.zeros(3);
        for (int c = 0; c < 3; c++) {
            diagonal.data()[4 * c] = 1 / SCALE[c];
            offset.data()[c] = -SHIFT[c] / SCALE[c];
        }
        return ops.conv2d(picture, ops.constant(diagonal), ops.constant(offset), Conv2dSpec.POINTWISE);
    }

    private static <T> T convolved(Ops<T> ops, Weights<T> w, T x, FeatureSlice.Convolution c) {
        T weight = w.tensor("weight", c.out(), c.in(), c.kernel(), c.kernel());
        return ops.conv2d(x, weight, w.tensor("bias", c.out()), Conv2dSpec.padded(c.stride(), c.padding()));
    }

    /** x / √(Σ_c x² + ε): the mean's root and the gain 1 / √C make the sum's. */
    private static <T> T unit(Ops<T> ops, T x, int channels) {
        float[] gain = new float[channels];
        Arrays.fill(gain, (float) (1 / Math.sqrt(channels)));
        return ops.channelRmsNorm(x, ops.constant(Tensor.of(gain, channels)), (float) (SQUARED_LENGTH / channels));
    }

    /** Returns the mean over the pixels of Σ_c w · (a − b)², [N, 1, 1]. */
    private static <T> T distance(Ops<T> ops, T a, T b, T weights) {
        return ops.scope("distance", () -> {
            T difference = ops.add(a, ops.scale(b, -1));
            T perPixel = ops.conv2d(ops.multiply(difference, difference), weights, null, Conv2dSpec.POINTWISE);
            return ops.slice(ops.groupMoments(perPixel, 1), 2, 0, 1);
        });
    }
}
