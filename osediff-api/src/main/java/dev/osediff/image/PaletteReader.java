package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Optional;

/** Reads palette pictures; a palette of greys gives a grey picture, one with alpha gives an alpha plane. */
final class PaletteReader {
    private PaletteReader() {}

    static Picture read(Raster raster, IndexColorModel palette) {
        int[] argb = new int[palette.getMapSize()];
        palette.getRGBs(argb);
        int[] shifts = isGrey(argb) ? new int[] {16} : new int[] {16, 8, 0};
        int width = raster.getWidth();
        int height = raster.getHeight();
        float[][] planes = new float[shifts.length][width * height];
        float[] alpha = palette.hasAlpha() ? new float[width * height] : null;
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                if (row[x] >= argb.length) {
                    throw new InvalidImageException(new Problem(
                            "palette picture",
                            "index " + row[x] + " at x " + x + ", y " + y,
                            "a palette of " + argb.length + " entries",
                            "The picture is damaged; save it again as RGB."));
                }
                int color = argb[row[x]];
                for (int channel = 0; channel < shifts.length; channel++) {
                    planes[channel][y * width + x] = level(color >>> shifts[channel]);
                }
                if (alpha != null) {
                    alpha[y * width + x] = level(color >>> 24);
                }
            }
        }
        Picture opaque = Picture.opaque(FloatImage.of(width, height, planes), 8);
        return alpha == null
                ? opaque
                : opaque.withPlanes(opaque.color(), Optional.of(FloatImage.of(width, height, alpha)));
    }

    private static float level(int bits) {
        return (float) ((bits & 255) / 255.0);
    }

    private static boolean isGrey(int[] argb) {
        for (int color : argb) {
            boolean isVisible = color >>> 24 != 0;
            int red = color >> 16 & 255;
            if (isVisible && (red != (color >> 8 & 255) || red != (color & 255))) {
                return false;
            }
        }
        return true;
    }
}
