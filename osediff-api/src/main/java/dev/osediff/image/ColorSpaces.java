package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** Decides which colour spaces are kept and converts the others to sRGB. */
final class ColorSpaces {
    /** sRGB value of a space's mid grey, at most this far from 0.5 in a space that encodes tones as displays do. */
    private static final float DISPLAY_TOLERANCE = 0.12f;

    private static final float SRGB_TOLERANCE = 1.5f / 255;
    private static final int PIXELS_PER_BLOCK = 1 << 18;

    private ColorSpaces() {}

    /** Makes a picture of components 0 to 1 in the given space. */
    static Picture toPicture(FloatImage components, Optional<FloatImage> alpha, int bitsPerSample, ColorSpace space) {
        try {
            if (space.getType() == ColorSpace.TYPE_GRAY && components.channels() == 1) {
                return Picture.opaque(components, bitsPerSample).withPlanes(components, alpha);
            }
            if (isDisplayRgb(space)) {
                ColorSpace kept = isLikeSrgb(space) ? ColorSpace.getInstance(ColorSpace.CS_sRGB) : space;
                return new Picture(components, alpha, bitsPerSample, kept);
            }
            FloatImage srgb = toSrgb(components, space);
            return Picture.opaque(srgb, bitsPerSample).withPlanes(srgb, alpha);
        } catch (InvalidImageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidImageException(
                    new Problem(
                            "picture",
                            "colour space " + space.getClass().getName() + " of " + space.getNumComponents()
                                    + " components, which fails to convert",
                            "a colour space that converts to sRGB",
                            "Convert the picture to sRGB first."),
                    e);
        }
    }

    /** Converts a kept RGB space to sRGB, for files that cannot carry a profile. */
    static Picture toSrgb(Picture picture) {
        if (picture.isGrey() || picture.colorSpace().isCS_sRGB()) {
            return picture;
        }
        FloatImage srgb = toSrgb(picture.color(), picture.colorSpace());
        return Picture.opaque(srgb, picture.bitsPerSample()).withPlanes(srgb, picture.alpha());
    }

    static boolean isDisplayRgb(ColorSpace space) {
        if (space.isCS_sRGB()) {
            return true;
        }
        if (space.getType() != ColorSpace.TYPE_RGB || space.getNumComponents() != 3) {
            return false;
        }
        for (float value : space.toRGB(new float[] {0.5f, 0.5f, 0.5f})) {
            if (!(Math.abs(value - 0.5f) <= DISPLAY_TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    static boolean isLikeSrgb(ColorSpace space) {
        if (space.isCS_sRGB()) {
            return true;
        }
        for (int corner = 0; corner < 16; corner++) {
            float high = corner < 8 ? 0.9f : 0.5f;
            float[] color = {(corner & 1) * high, (corner >> 1 & 1) * high, (corner >> 2 & 1) * high};
            float[] srgb = space.toRGB(color);
            for (int channel = 0; channel < 3; channel++) {
                if (!(Math.abs(srgb[channel] - color[channel]) <= SRGB_TOLERANCE)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static FloatImage toSrgb(FloatImage components, ColorSpace space) {
        int type = space.getType();
        FloatImage srgb = FloatImage.black(components.width(), components.height(), 3);
        if (space instanceof ICC_ColorSpace icc && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_CMYK)) {
            convertByProfile(components, icc, srgb);
        } else if (type == ColorSpace.TYPE_CMYK) {
            convertInk(components, srgb);
        } else {
            convertPixels(components, space, srgb);
        }
        return srgb;
    }

    private static void convertInk(FloatImage inks, FloatImage srgb) {
        float[] black = inks.plane(3);
        for (int channel = 0; channel < 3; channel++) {
            float[] ink = inks.plane(channel);
            float[] plane = srgb.plane(channel);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (1 - ink[i]) * (1 - black[i]);
            }
        }
    }

    private static void convertPixels(FloatImage components, ColorSpace space, FloatImage srgb) {
        int channels = components.channels();
        float[] color = new float[channels];
        int width = components.width();
        for (int i = 0; i < srgb.plane(0).length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                float min = space.getMinValue(channel);
                color[channel] = min + components.plane(channel)[i] * (space.getMaxValue(channel) - min);
            }
            float[] rgb = space.toRGB(color);
            for (int channel = 0; channel < 3; channel++) {
                srgb.plane(channel)[i] = SampleCheck.clamp(rgb[channel], i % width, i / width, channel);
            }
        }
    }

    /** Whole blocks of 16-bit samples through the profile: some hundred times faster than pixel by pixel. */
    private static void convertByProfile(FloatImage components, ICC_ColorSpace space, FloatImage srgb) {
        ColorConvertOp op = new ColorConvertOp(
                new ICC_Profile[] {space.getProfile(), ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
        int pixels = srgb.plane(0).length;
        int length = Math.min(pixels, PIXELS_PER_BLOCK);
        int channels = components.channels();
        WritableRaster source = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, length, 1, channels, null);
        WritableRaster target = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, length, 1, 3, null);
        int[] row = new int[length];
        for (int start = 0; start < pixels; start += length) {
            int count = Math.min(length, pixels - start);
            for (int channel = 0; channel < channels; channel++) {
                float[] plane = components.plane(channel);
                for (int i = 0; i < count; i++) {
                    row[i] = (int) (plane[start + i] * 65535 + 0.5f);
                }
                source.setSamples(0, 0, count, 1, channel, row);
            }
            op.filter(source, target);
            for (int channel = 0; channel < 3; channel++) {
                target.getSamples(0, 0, count, 1, channel, row);
                float[] plane = srgb.plane(channel);
                for (int i = 0; i < count; i++) {
                    plane[start + i] = (float) (row[i] / 65535.0);
                }
            }
        }
    }
}
