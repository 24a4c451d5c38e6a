package dev.osediff.network;

/**
 * How a two-dimensional convolution walks: stride in both directions and zero padding on each side, in pixels.
 *
 * @param stride distance between output pixels, at least 1
 * @param top rows of zeros above
 * @param bottom rows of zeros below
 * @param left columns of zeros on the left
 * @param right columns of zeros on the right
 */
public record Conv2dSpec(int stride, int top, int bottom, int left, int right) {
    /** 3×3 convolution that keeps the size. */
    public static final Conv2dSpec SAME_3X3 = padded(1, 1);

    /** 1×1 convolution. */
    public static final Conv2dSpec POINTWISE = padded(1, 0);

    /** 3×3 convolution with stride 2 and padding 1 on every side: the UNet's downsampler. */
    public static final Conv2dSpec DOWN_3X3 = padded(2, 1);

    /** 3×3 convolution with stride 2 and one row and column of zeros at the bottom and right only: the VAE's downsampler. */
    public static final Conv2dSpec DOWN_3X3_BOTTOM_RIGHT = new Conv2dSpec(2, 0, 1, 0, 1);

    /** Refuses a stride below 1 and negative padding. */
    public Conv2dSpec {
        if (stride < 1 || top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new IllegalArgumentException("stride must be at least 1 and padding at least 0, found stride "
                    + stride + ", padding " + top + " " + bottom + " " + left + " " + right);
        }
    }

    /** Returns a specification with equal padding on all sides. */
    public static Conv2dSpec padded(int stride, int padding) {
        return new Conv2dSpec(stride, padding, padding, padding, padding);
    }

    /** Returns the output height for an input height and kernel height; below 1 means that the input is too small. */
    public int outputHeight(int height, int kernel) {
        return Math.floorDiv(height + top + bottom - kernel, stride) + 1;
    }

    /** Returns the output width for an input width and kernel width; below 1 means that the input is too small. */
    public int outputWidth(int width, int kernel) {
        return Math.floorDiv(width + left + right - kernel, stride) + 1;
    }
}
