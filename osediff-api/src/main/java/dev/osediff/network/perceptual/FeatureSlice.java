package dev.osediff.network.perceptual;

import java.util.List;

/**
 * A part of a feature network, from one set of features to the next: pooling by the largest value, if any, then
 * convolutions with ReLU after each. Immutable.
 *
 * @param poolKernel side of the pooling windows in pixels; 0 for no pooling
 * @param poolStride distance between the windows in pixels; not looked at without pooling
 * @param convolutions at least one, in order
 */
public record FeatureSlice(int poolKernel, int poolStride, List<Convolution> convolutions) {
    /**
     * A convolution with bias, named {@code features.<index>} in the checkpoint.
     *
     * @param index its number in torchvision's {@code features}, in which ReLU and pooling count too
     * @param in channels that it reads
     * @param out channels that it makes
     * @param kernel side of its kernel in pixels
     * @param stride distance between output pixels
     * @param padding zeros on each side in pixels
     */
    public record Convolution(int index, int in, int out, int kernel, int stride, int padding) {}

    /** Copies the list. */
    public FeatureSlice {
        convolutions = List.copyOf(convolutions);
    }

    /** Returns the channels of its features. */
    public int channels() {
        return convolutions.get(convolutions.size() - 1).out();
    }

    /** Returns the smallest side of the input, in pixels, for features with a given side. */
    int inputSide(int side) {
        int needed = side;
        for (int i = convolutions.size() - 1; i >= 0; i--) {
            Convolution c = convolutions.get(i);
            needed = Math.max(1, (needed - 1) * c.stride() + c.kernel() - 2 * c.padding());
        }
        return poolKernel == 0 ? needed : (needed - 1) * poolStride + poolKernel;
    }
}
