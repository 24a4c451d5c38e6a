package dev.osediff.image;

import java.awt.color.ColorSpace;
import java.util.Objects;
import java.util.Optional;

/**
 * A picture apart from its memory layout: colour planes, an alpha plane if there is one, and what is needed to write it
 * back as it came. Colour is never premultiplied by alpha. The description is immutable; the planes are shared, not
 * copied, and safe for concurrent reading as long as nobody writes to them.
 *
 * @param color 1 plane (grey) or 3 planes (red, green, blue), samples 0 to 1, gamma-encoded
 * @param alpha 1 plane of the same size, 0 (transparent) to 1 (opaque), or empty for an opaque picture
 * @param bitsPerSample 8 or 16: the integer depth that the picture came with and is written with
 * @param colorSpace a grey space for 1 plane, an RGB space for 3; see {@link PictureConverter} for which are kept
 */
public record Picture(FloatImage color, Optional<FloatImage> alpha, int bitsPerSample, ColorSpace colorSpace) {
    /** Refuses planes, sizes, depths and colour spaces that do not belong together, with IllegalArgumentException. */
    public Picture {
        Objects.requireNonNull(color, "color");
        Objects.requireNonNull(alpha, "alpha");
        Objects.requireNonNull(colorSpace, "colorSpace");
        int expectedType =
                switch (color.channels()) {
                    case 1 -> ColorSpace.TYPE_GRAY;
                    case 3 -> ColorSpace.TYPE_RGB;
                    default -> throw new IllegalArgumentException("a picture has 1 or 3 colour planes, found " + color);
                };
        if (colorSpace.getType() != expectedType) {
            throw new IllegalArgumentException(
                    color.channels() + " colour planes do not fit colour space type " + colorSpace.getType());
        }
        if (bitsPerSample != 8 && bitsPerSample != 16) {
            throw new IllegalArgumentException("a picture has 8 or 16 bits per sample, found " + bitsPerSample);
        }
        if (alpha.isPresent()) {
            FloatImage plane = alpha.get();
            if (plane.channels() != 1 || plane.width() != color.width() || plane.height() != color.height()) {
                throw new IllegalArgumentException("the alpha plane " + plane + " does not fit the colour " + color);
            }
        }
    }

    /** Returns an opaque grey (1 plane) or sRGB (3 planes) picture. */
    public static Picture opaque(FloatImage color, int bitsPerSample) {
        int space = color.channels() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        return new Picture(color, Optional.empty(), bitsPerSample, ColorSpace.getInstance(space));
    }

    /** Returns a picture of other planes, of any size, with this one's depth and colour space. */
    public Picture withPlanes(FloatImage newColor, Optional<FloatImage> newAlpha) {
        return new Picture(newColor, newAlpha, bitsPerSample, colorSpace);
    }

    /** Returns the same planes at 8 or 16 bits per sample. */
    public Picture withBitsPerSample(int newBitsPerSample) {
        return new Picture(color, alpha, newBitsPerSample, colorSpace);
    }

    /** Returns the width in pixels. */
    public int width() {
        return color.width();
    }

    /** Returns the height in pixels. */
    public int height() {
        return color.height();
    }

    /** Tells whether there is one colour plane. */
    public boolean isGrey() {
        return color.channels() == 1;
    }
}
