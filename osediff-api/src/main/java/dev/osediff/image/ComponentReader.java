package dev.osediff.image;

import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Optional;

/** Reads rasters whose bands are colour components and alpha: component and direct colour models. */
final class ComponentReader {
    private ComponentReader() {}

    /** Reads all bands, divides by alpha where it was multiplied in, and converts colours that are not kept. */
    static Picture read(Raster raster, ColorModel model) {
        int colors = model.getNumColorComponents();
        int width = raster.getWidth();
        int height = raster.getHeight();
        float[][] planes = new float[model.getNumComponents()][];
        int bitsPerSample = 8;
        for (int band = 0; band < planes.length; band++) {
            planes[band] = readBand(raster, model, band);
            if (model.getComponentSize(band) > 8) {
                bitsPerSample = 16;
            }
        }
        Optional<FloatImage> alpha = Optional.empty();
        if (model.hasAlpha()) {
            float[] alphaPlane = planes[colors];
            alpha = Optional.of(FloatImage.of(width, height, alphaPlane));
            planes = Arrays.copyOf(planes, colors);
            if (model.isAlphaPremultiplied()) {
                divide(planes, alphaPlane);
            }
        }
        FloatImage color = FloatImage.of(width, height, planes);
        return ColorSpaces.toPicture(color, alpha, bitsPerSample, model.getColorSpace());
    }

    private static float[] readBand(Raster raster, ColorModel model, int band) {
        boolean isPacked = model instanceof DirectColorModel;
        int bits = model.getComponentSize(band);
        return switch (model.getTransferType()) {
            case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT -> readUnsigned(raster, band, bits);
            case DataBuffer.TYPE_INT ->
                isPacked && bits <= 16 ? readUnsigned(raster, band, bits) : readWide(raster, band, bits);
            case DataBuffer.TYPE_SHORT -> readReal(raster, band, 0, Short.MAX_VALUE);
            default -> {
                ColorSpace space = model.getColorSpace();
                boolean isColor = band < model.getNumColorComponents();
                yield readReal(
                        raster, band, isColor ? space.getMinValue(band) : 0, isColor ? space.getMaxValue(band) : 1);
            }
        };
    }

    /** Up to 16 bits: one table look-up per sample, exact for every level. */
    private static float[] readUnsigned(Raster raster, int band, int bits) {
        int max = (1 << bits) - 1;
        float[] levels = new float[max + 1];
        for (int level = 0; level <= max; level++) {
            levels[level] = (float) (level / (double) max);
        }
        int width = raster.getWidth();
        float[] plane = new float[width * raster.getHeight()];
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = levels[Math.min(row[x], max)];
            }
        }
        return plane;
    }

    private static float[] readWide(Raster raster, int band, int bits) {
        double max = (1L << bits) - 1;
        int width = raster.getWidth();
        float[] plane = new float[width * raster.getHeight()];
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = (float) Math.min(1, Integer.toUnsignedLong(row[x]) / max);
            }
        }
        return plane;
    }

    private static float[] readReal(Raster raster, int band, double min, double max) {
        int width = raster.getWidth();
        float[] plane = new float[width * raster.getHeight()];
        double[] row = new double[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = SampleCheck.clamp((row[x] - min) / (max - min), x, y, band);
            }
        }
        return plane;
    }

    private static void divide(float[][] planes, float[] alpha) {
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = alpha[i] > 0 ? Math.min(1, plane[i] / alpha[i]) : 0;
            }
        }
    }
}
