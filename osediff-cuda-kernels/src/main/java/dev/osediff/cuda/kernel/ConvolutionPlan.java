package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * One convolution of a picture [batch, height, width, channels], with bias and, if wanted, a residual.
 *
 * @param batch number of pictures
 * @param height rows of the input
 * @param width columns of the input
 * @param inChannels channels of the input
 * @param outChannels channels of the result
 * @param kernel rows and columns of the filter
 * @param stride step between outputs
 * @param padding zeros around the input; not used when upsampling
 * @param upsample true for nearest ×2 followed by 3×3, as four 2×2 with {@link UpsampleWeights}
 */
public record ConvolutionPlan(
        int batch,
        int height,
        int width,
        int inChannels,
        int outChannels,
        int kernel,
        int stride,
        int padding,
        boolean upsample) {
    private static final int TILE = 64;
    private static final int STEP = 16;
    private static final int THREADS = 256;
    private static final int SHARED_BYTES = 2 * STEP * (TILE + 4) * Float.BYTES;

    /** @throws InvalidOptionException if sizes are outside their range or the result would be empty */
    public ConvolutionPlan {
        int least = Math.min(Math.min(batch, Math.min(height, width)), Math.min(inChannels, outChannels));
        boolean sizes = least >= 1 && kernel >= 1 && stride >= 1 && padding >= 0 && padding < kernel;
        if (!sizes
                || Math.min(height, width) + 2 * padding < kernel && !upsample
                || (long) height * width > Integer.MAX_VALUE / 4
                || (long) kernel * kernel * inChannels > Integer.MAX_VALUE / 4) {
            throw new InvalidOptionException(new Problem(
                    "a convolution",
                    batch + "x" + height + "x" + width + "x" + inChannels + " to " + outChannels + " channels, filter "
                            + kernel + ", stride " + stride + ", padding " + padding,
                    "sizes are at least 1, the filter fits the padded picture, a picture has at most 2^29 pixels",
                    "Correct the sizes, or use tiles."));
        }
    }

    /** Plans nearest ×2 upsampling followed by a 3×3 convolution with padding 1. */
    public static ConvolutionPlan ofUpsampled(int batch, int height, int width, int inChannels, int outChannels) {
        return new ConvolutionPlan(batch, height, width, inChannels, outChannels, 2, 1, 0, true);
    }

    /** Returns the rows of the result, of one of the four parts when upsampling. */
    public int partHeight() {
        return upsample ? height : (height + 2 * padding - kernel) / stride + 1;
    }

    /** Returns the columns of the result, of one of the four parts when upsampling. */
    public int partWidth() {
        return upsample ? width : (width + 2 * padding - kernel) / stride + 1;
    }

    private int phases() {
        return upsample ? 4 : 1;
    }

    /** Returns the launch. */
    public LaunchPlan launch(ElementType type) {
        int pixels = partHeight() * partWidth();
        return new LaunchPlan(
                "convolution_" + type.suffix(),
                (pixels - 1) / TILE + 1,
                (outChannels - 1) / TILE + 1,
                Math.multiplyExact(batch, phases()),
                THREADS,
                SHARED_BYTES);
    }

    /** Returns the arguments; weights are [phases, out, kernel, kernel, in], the residual lies as the result. */
    public KernelArguments arguments(long x, long weights, long bias, long residual, long y, boolean hasResidual) {
        return new KernelArguments()
                .address(x)
                .address(weights)
                .address(bias)
                .address(residual)
                .address(y)
                .integer(height)
                .integer(width)
                .integer(inChannels)
                .integer(partHeight())
                .integer(partWidth())
                .integer(outChannels)
                .integer(kernel)
                .integer(stride)
                .integer(padding)
                .integer(phases())
                .integer(hasResidual ? 1 : 0)
                .integer(0);
    }
}
