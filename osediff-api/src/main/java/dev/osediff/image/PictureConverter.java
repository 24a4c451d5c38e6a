package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;

/**
 * Converts between {@link BufferedImage} and {@link Picture} through rasters alone, so that no level is lost: an integer
 * sample {@code v} of {@code b} bits becomes {@code v / (2^b - 1)} and back. Stateless and thread-safe.
 *
 * <p>What becomes of colour spaces: grey stays grey and keeps its samples (128 stays 128, whatever grey profile is
 * attached). RGB whose profile encodes tones about as a display does (sRGB, Display P3, Adobe RGB, ProPhoto, …) keeps
 * its samples and its space, so a wide-gamut photograph comes out as wide as it came. All other spaces (linear RGB,
 * CMYK, Lab, YCC, …) are converted to sRGB, for the networks expect display-encoded samples; CMYK without a profile
 * uses {@code (1 - ink) (1 - black)}.
 *
 * <p>Up to 8 bits per sample become 8; more, signed and floating-point samples become 16. Premultiplied colour is divided by alpha.
 */
public final class PictureConverter {
    private PictureConverter() {}

    /**
     * Reads any picture into float planes.
     *
     * @param image any type, layout, offset and stride; not changed
     * @return planes of samples 0 to 1; floating-point samples up to 0.25 outside are clamped
     * @throws InvalidImageException if it is null, has a colour model outside the JDK's four, a palette index without an
     *     entry, a sample that is not finite or farther than 0.25 outside 0 to 1, or colours its own space cannot convert
     * @throws dev.osediff.error.ImageTooLargeException if it has more than 2^31 - 9 pixels
     */
    public static Picture fromBufferedImage(BufferedImage image) {
        if (image == null) {
            throw new InvalidImageException(new Problem(
                    "picture",
                    "null",
                    "a BufferedImage",
                    "ImageIO.read gives null for unknown formats; use ImageFiles"));
        }
        RasterSizes.requirePlanes(image.getWidth(), image.getHeight());
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return PaletteReader.read(image.getRaster(), palette);
        }
        if (model instanceof ComponentColorModel || model instanceof DirectColorModel) {
            return ComponentReader.read(image.getRaster(), model);
        }
        throw new InvalidImageException(new Problem(
                "picture",
                "colour model " + model.getClass().getName(),
                "IndexColorModel, ComponentColorModel or DirectColorModel",
                "Copy it into a BufferedImage of a standard type first."));
    }

    /**
     * Writes a picture as a new image: {@code TYPE_BYTE_GRAY}, {@code TYPE_USHORT_GRAY}, {@code TYPE_INT_RGB} or {@code
     * TYPE_INT_ARGB} where one fits, else pixel-interleaved bytes or shorts ({@code TYPE_CUSTOM}). Samples are clamped
     * to 0 to 1 and rounded half up.
     *
     * @throws InvalidImageException if a sample is not a number
     * @throws dev.osediff.error.ImageTooLargeException as {@link #requireWritable}
     */
    public static BufferedImage toBufferedImage(Picture picture) {
        return PictureWriter.write(picture);
    }

    /**
     * Refuses a size that {@link #toBufferedImage} could not allocate; ask before work starts.
     *
     * @param like gives channels, alpha, depth and colour space of the planned picture
     * @throws dev.osediff.error.ImageTooLargeException if an array of the image would exceed 2^31 - 9 elements
     */
    public static void requireWritable(int width, int height, Picture like) {
        RasterSizes.requirePlanes(width, height);
        RasterSizes.requireInterleaved(width, height, PictureWriter.elementsPerPixel(like));
    }
}
