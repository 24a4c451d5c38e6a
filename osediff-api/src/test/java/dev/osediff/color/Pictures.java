package dev.osediff.color;

import dev.osediff.image.FloatImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures for the tests of this package. */
final class Pictures {
    private Pictures() {}

    static FloatImage fixture(String name) {
        try {
            BufferedImage png = ImageIO.read(Pictures.class.getResource(name));
            FloatImage image = FloatImage.black(png.getWidth(), png.getHeight(), 3);
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    for (int c = 0; c < 3; c++) {
                        image.plane(c)[y * image.width() + x] = png.getRaster().getSample(x, y, c) / 255f;
                    }
                }
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FloatImage random(int width, int height, int channels, long seed) {
        FloatImage image = FloatImage.black(width, height, channels);
        Random random = new Random(seed);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < image.plane(c).length; i++) {
                image.plane(c)[i] = 0.3f + 0.4f * random.nextFloat();
            }
        }
        return image;
    }

    static FloatImage constant(int width, int height, float... levels) {
        FloatImage image = FloatImage.black(width, height, levels.length);
        for (int c = 0; c < levels.length; c++) {
            Arrays.fill(image.plane(c), levels[c]);
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
}
