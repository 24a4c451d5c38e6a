package dev.osediff.examples.cli;

import dev.osediff.image.ImageFiles;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Random;

/** Writes small seeded pictures: soft stripes of two colours with a little noise. */
final class TestPictures {
    private TestPictures() {}

    static Path write(Path path, int width, int height) {
        Random random = new Random(width * 31L + height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int wave = (int) (127 + 100 * Math.sin(0.3 * x + 0.17 * y));
                int noise = random.nextInt(12);
                image.setRGB(x, y, (wave + noise) << 16 | (227 - wave) << 8 | 60 + noise);
            }
        }
        ImageFiles.write(image, path);
        return path;
    }
}
