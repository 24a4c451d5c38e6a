package dev.osediff.degradation;

import dev.osediff.image.FloatImage;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A picture with edges, a gradient, fine stripes and colour, and helpers around pictures. */
final class TestScenes {
    private TestScenes() {}

    static FloatImage scene(int width, int height) {
        float[][] planes = new float[3][width * height];
        SeededRandom random = new SeededRandom(11);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                boolean disc = (x - width / 3) * (x - width / 3) + (y - height / 2) * (y - height / 2) < width * 8;
                boolean stripe = x > width * 2 / 3 && (x + y) / 3 % 2 == 0;
                float grain = (float) random.nextDouble(-0.02, 0.02);
                planes[0][at] = (disc ? 0.8f : 0.2f + 0.4f * x / width) + grain;
                planes[1][at] = (disc ? 0.5f : 0.3f + 0.3f * y / height) + (stripe ? 0.25f : 0) + grain;
                planes[2][at] = (disc ? 0.2f : 0.6f) - (stripe ? 0.2f : 0) + grain;
            }
        }
        return FloatImage.of(width, height, planes);
    }

    static FloatImage grey(FloatImage image) {
        return FloatImage.of(image.width(), image.height(), image.plane(1).clone());
    }

    static FloatImage flat(int width, int height, float... colour) {
        FloatImage image = FloatImage.black(width, height, colour.length);
        for (int c = 0; c < colour.length; c++) {
            Arrays.fill(image.plane(c), colour[c]);
        }
        return image;
    }

    static double mean(float[] plane) {
        double sum = 0;
        for (float sample : plane) {
            sum += sample;
        }
        return sum / plane.length;
    }

    static double deviation(float[] plane) {
        double mean = mean(plane);
        double sum = 0;
        for (float sample : plane) {
            sum += (sample - mean) * (sample - mean);
        }
        return Math.sqrt(sum / plane.length);
    }

    static double largestDifference(FloatImage a, FloatImage b) {
        double largest = 0;
        for (int c = 0; c < a.channels(); c++) {
            for (int i = 0; i < a.plane(c).length; i++) {
                largest = Math.max(largest, Math.abs(a.plane(c)[i] - b.plane(c)[i]));
            }
        }
        return largest;
    }

    /** A checksum over the exact bits of all samples. */
    static long checksum(FloatImage image) {
        CRC32 crc = new CRC32();
        for (int c = 0; c < image.channels(); c++) {
            for (float sample : image.plane(c)) {
                int bits = Float.floatToRawIntBits(sample);
                crc.update(bits >>> 24);
                crc.update(bits >>> 16);
                crc.update(bits >>> 8);
                crc.update(bits);
            }
        }
        return crc.getValue();
    }
}
