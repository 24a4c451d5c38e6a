package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image in a form that a format's encoder takes as it is.
 *
 * @param image of a layout that the encoder accepts; its colour space is sRGB or grey when {@code iccProfile} is given
 * @param iccProfile to be embedded by us, or null
 * @param warnings what the format could not hold
 */
record EncodableImage(BufferedImage image, byte[] iccProfile, List<String> warnings) {
    static EncodableImage of(BufferedImage image, OutputFormat format) {
        if (image == null) {
            throw new InvalidImageException(
                    new Problem("picture to be written", "null", "a BufferedImage", "Give one."));
        }
        if (isPlain(image, format)) {
            return new EncodableImage(image, null, List.of());
        }
        List<String> warnings = new ArrayList<>();
        Picture picture = PictureConverter.fromBufferedImage(image);
        if (!format.hasProfile() && !picture.isGrey() && !picture.colorSpace().isCS_sRGB()) {
            picture = ColorSpaces.toSrgb(picture);
            warnings.add(format + " holds no colour profile: converted to sRGB");
        }
        if (!format.hasAlpha() && picture.alpha().isPresent()) {
            picture = onWhite(picture);
            warnings.add(format + " holds no alpha: laid on white");
        }
        if (!format.isDeep() && picture.bitsPerSample() == 16) {
            picture = picture.withBitsPerSample(8);
            warnings.add(format + " holds 8 bits per sample: rounded from 16");
        }
        byte[] profile = null;
        if (format != OutputFormat.TIFF
                && picture.colorSpace() instanceof ICC_ColorSpace space
                && !picture.isGrey()
                && !space.isCS_sRGB()) {
            profile = space.getProfile().getData();
            ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
            picture = new Picture(picture.color(), picture.alpha(), picture.bitsPerSample(), srgb);
        }
        return new EncodableImage(PictureConverter.toBufferedImage(picture), profile, List.copyOf(warnings));
    }

    /** Standard layouts that need no copy. An image's type does not say that its space is sRGB. */
    private static boolean isPlain(BufferedImage image, OutputFormat format) {
        ColorModel model = image.getColorModel();
        if (model.getNumColorComponents() == 3 && !model.getColorSpace().isCS_sRGB()) {
            return false;
        }
        return switch (image.getType()) {
            case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY -> true;
            case BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_4BYTE_ABGR -> format.hasAlpha();
            case BufferedImage.TYPE_USHORT_GRAY -> format.isDeep();
            case BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED -> format == OutputFormat.PNG;
            default -> false;
        };
    }

    private static Picture onWhite(Picture picture) {
        float[] alpha = picture.alpha().orElseThrow().plane(0);
        float[][] planes = new float[picture.color().channels()][alpha.length];
        for (int channel = 0; channel < planes.length; channel++) {
            float[] color = picture.color().plane(channel);
            for (int i = 0; i < alpha.length; i++) {
                planes[channel][i] = alpha[i] * color[i] + (1 - alpha[i]);
            }
        }
        FloatImage flat = FloatImage.of(picture.width(), picture.height(), planes);
        return picture.withPlanes(flat, Optional.empty());
    }
}
