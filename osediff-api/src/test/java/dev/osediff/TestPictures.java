package dev.osediff;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Random;

/** Small pictures with edges, slopes and noise. */
final class TestPictures {
    private TestPictures() {}

    static BufferedImage rgb(int width, int height) {
        return of(width, height, BufferedImage.TYPE_INT_RGB);
    }

    static BufferedImage of(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        WritableRaster raster = image.getRaster();
        Random random = new Random(width * 1000L + height);
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < raster.getNumBands(); band++) {
                    double value = 0.4 + 0.2 * Math.sin(x * 0.4 + band) + ((x / 5 + y / 7) % 2 == 0 ? 0.2 : 0);
                    boolean alpha = image.getColorModel().hasAlpha() && band == raster.getNumBands() - 1;
                    double sample = alpha ? 1 : value + 0.05 * random.nextGaussian();
                    raster.setSample(x, y, band, (int) (Math.max(0, Math.min(1, sample)) * most));
                }
            }
        }
        return image;
    }

    /** Returns the largest difference of any sample. */
    static int largestDifference(BufferedImage a, BufferedImage b) {
        int[] x = a.getRaster().getPixels(0, 0, a.getWidth(), a.getHeight(), (int[]) null);
        int[] y = b.getRaster().getPixels(0, 0, b.getWidth(), b.getHeight(), (int[]) null);
        if (x.length != y.length) {
            throw new AssertionError("pictures of different sizes: " + a + " and " + b);
        }
        int largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(x[i] - y[i]));
        }
        return largest;
    }
}
