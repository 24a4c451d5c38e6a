package dev.osediff.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Memory layouts of pictures with unsigned samples and colours that are not premultiplied, filled with noise. */
final class Layouts {
    private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    private static final ColorSpace GREY = ColorSpace.getInstance(ColorSpace.CS_GRAY);

    private Layouts() {}

    /** Returns every layout by its name. */
    static Map<String, BufferedImage> all(int width, int height) {
        Map<String, BufferedImage> images = new LinkedHashMap<>();
        images.put("INT_RGB", new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
        images.put("INT_ARGB", new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB));
        images.put("INT_BGR", new BufferedImage(width, height, BufferedImage.TYPE_INT_BGR));
        images.put("3BYTE_BGR", new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR));
        images.put("4BYTE_ABGR", new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR));
        images.put("USHORT_565_RGB", new BufferedImage(width, height, BufferedImage.TYPE_USHORT_565_RGB));
        images.put("USHORT_555_RGB", new BufferedImage(width, height, BufferedImage.TYPE_USHORT_555_RGB));
        images.put("BYTE_GRAY", new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
        images.put("USHORT_GRAY", new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY));
        images.put("grey and alpha, 8 bits", components(GREY, true, DataBuffer.TYPE_BYTE, null, width, height));
        images.put("grey and alpha, 16 bits", components(GREY, true, DataBuffer.TYPE_USHORT, null, width, height));
        images.put("RGB, 16 bits", components(SRGB, false, DataBuffer.TYPE_USHORT, null, width, height));
        images.put("RGBA, 16 bits", components(SRGB, true, DataBuffer.TYPE_USHORT, null, width, height));
        images.put(
                "RGB, 12 of 16 bits",
                components(SRGB, false, DataBuffer.TYPE_USHORT, new int[] {12, 12, 12}, width, height));
        images.put("RGB, 32 bits", components(SRGB, false, DataBuffer.TYPE_INT, null, width, height));
        images.put("RGB, 10 bits packed", packed(SRGB, 30, 0x3ff00000, 0xffc00, 0x3ff, 0, width, height));
        images.put("RGBA, 4 bits packed", packed(SRGB, 16, 0xf000, 0xf00, 0xf0, 0xf, width, height));
        images.put(
                "RGB bytes in this order", interleaved(SRGB, false, new int[] {0, 1, 2}, 3, 3 * width, width, height));
        images.put("ARGB bytes", interleaved(SRGB, true, new int[] {1, 2, 3, 0}, 4, 4 * width, width, height));
        if (width > 1) { // the JDK refuses gaps in rows of one pixel
            images.put(
                    "RGB bytes with gaps and padded rows",
                    interleaved(SRGB, false, new int[] {3, 1, 0}, 5, 5 * width + 7, width, height));
        }
        images.put("RGB planes", planes(width, height));
        images.values().forEach(Layouts::fillWithNoise);
        return images;
    }

    static BufferedImage components(
            ColorSpace space, boolean hasAlpha, int transferType, int[] bits, int width, int height) {
        int transparency = hasAlpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel model = bits == null
                ? new ComponentColorModel(space, hasAlpha, false, transparency, transferType)
                : new ComponentColorModel(space, bits, hasAlpha, false, transparency, transferType);
        return of(model, model.createCompatibleWritableRaster(width, height));
    }

    static BufferedImage packed(
            ColorSpace space, int bits, int red, int green, int blue, int alpha, int width, int height) {
        int transferType = bits > 16 ? DataBuffer.TYPE_INT : DataBuffer.TYPE_USHORT;
        ColorModel model = new DirectColorModel(space, bits, red, green, blue, alpha, false, transferType);
        return of(model, model.createCompatibleWritableRaster(width, height));
    }

    static BufferedImage interleaved(
            ColorSpace space,
            boolean hasAlpha,
            int[] bandOffsets,
            int pixelStride,
            int lineStride,
            int width,
            int height) {
        int transparency = hasAlpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel model = new ComponentColorModel(space, hasAlpha, false, transparency, DataBuffer.TYPE_BYTE);
        return of(
                model,
                raster(new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, width, height, pixelStride, lineStride, bandOffsets)));
    }

    private static BufferedImage planes(int width, int height) {
        ColorModel model = new ComponentColorModel(SRGB, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return of(model, raster(new BandedSampleModel(DataBuffer.TYPE_BYTE, width, height, 3)));
    }

    private static WritableRaster raster(SampleModel samples) {
        return Raster.createWritableRaster(samples, null);
    }

    static BufferedImage of(ColorModel model, WritableRaster raster) {
        return new BufferedImage(model, raster, model.isAlphaPremultiplied(), null);
    }

    /** Returns the largest sample of a band. */
    static long max(BufferedImage image, int band) {
        return (1L << image.getColorModel().getComponentSize(band)) - 1;
    }

    /** Sets random samples of the whole range; the first two pixels are 0 and the largest. */
    static void fillWithNoise(BufferedImage image) {
        Random random = new Random(11);
        WritableRaster raster = image.getRaster();
        for (int band = 0; band < raster.getNumBands(); band++) {
            long max = max(image, band);
            for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
                long sample = i == 0 ? 0 : i == 1 ? max : (long) (random.nextDouble() * (max + 1));
                raster.setSample(i % image.getWidth(), i / image.getWidth(), band, (int) sample);
            }
        }
    }
}
