package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/** Rounds float planes to integers and writes them row by row into a new image. */
final class PictureWriter {
    private PictureWriter() {}

    /** Returns how many array elements one pixel of the picture takes. */
    static int elementsPerPixel(Picture picture) {
        return isPacked(picture) ? 1 : bands(picture);
    }

    static BufferedImage write(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        RasterSizes.requireInterleaved(width, height, elementsPerPixel(picture));
        BufferedImage image = allocate(picture);
        WritableRaster raster = image.getRaster();
        float[][] planes = planes(picture);
        int[] levels = new int[width];
        if (isPacked(picture)) {
            int[] row = new int[width];
            for (int y = 0; y < height; y++) {
                Arrays.fill(row, planes.length == 4 ? 0 : 0xff000000);
                for (int band = 0; band < planes.length; band++) {
                    quantise(planes[band], y, width, 255, band, levels);
                    int shift = band == 3 ? 24 : 16 - 8 * band;
                    for (int x = 0; x < width; x++) {
                        row[x] |= levels[x] << shift;
                    }
                }
                raster.setDataElements(0, y, width, 1, row);
            }
            return image;
        }
        int max = (1 << picture.bitsPerSample()) - 1;
        int[] row = new int[width * planes.length];
        for (int y = 0; y < height; y++) {
            for (int band = 0; band < planes.length; band++) {
                quantise(planes[band], y, width, max, band, levels);
                for (int x = 0; x < width; x++) {
                    row[x * planes.length + band] = levels[x];
                }
            }
            raster.setPixels(0, y, width, 1, row);
        }
        return image;
    }

    private static void quantise(float[] plane, int y, int width, int max, int band, int[] levels) {
        for (int x = 0; x < width; x++) {
            float sample = plane[y * width + x];
            if (Float.isNaN(sample)) {
                throw new InvalidImageException(new Problem(
                        "picture to be written",
                        "NaN at x " + x + ", y " + y + ", channel " + band,
                        "samples from 0 to 1",
                        "The computation before overflowed; try precision FP32."));
            }
            levels[x] = (int) (Math.min(1, Math.max(0, sample)) * max + 0.5f);
        }
    }

    private static float[][] planes(Picture picture) {
        float[][] planes = new float[bands(picture)][];
        for (int channel = 0; channel < picture.color().channels(); channel++) {
            planes[channel] = picture.color().plane(channel);
        }
        picture.alpha().ifPresent(alpha -> planes[planes.length - 1] = alpha.plane(0));
        return planes;
    }

    private static BufferedImage allocate(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        boolean hasAlpha = picture.alpha().isPresent();
        boolean isDeep = picture.bitsPerSample() == 16;
        if (isPacked(picture)) {
            return new BufferedImage(
                    width, height, hasAlpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        }
        if (picture.isGrey() && !hasAlpha) {
            return new BufferedImage(
                    width, height, isDeep ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        }
        ColorSpace space = picture.colorSpace();
        ComponentColorModel model = new ComponentColorModel(
                space,
                hasAlpha,
                false,
                hasAlpha ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
                isDeep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, model.createCompatibleWritableRaster(width, height), false, null);
    }

    private static boolean isPacked(Picture picture) {
        return !picture.isGrey()
                && picture.bitsPerSample() == 8
                && picture.colorSpace().isCS_sRGB();
    }

    private static int bands(Picture picture) {
        return picture.color().channels() + (picture.alpha().isPresent() ? 1 : 0);
    }
}
