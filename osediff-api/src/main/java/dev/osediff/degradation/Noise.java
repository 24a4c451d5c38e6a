package dev.osediff.degradation;

import dev.osediff.image.FloatImage;

/** Gaussian and Poisson noise, per channel or grey (Real-ESRGAN, section 3.2). */
final class Noise {
    private Noise() {}

    /** Returns the picture with noise drawn from the configuration, clipped to [0, 1]. */
    static FloatImage apply(FloatImage image, NoiseConfig config, SeededRandom random) {
        boolean any = random.nextBoolean(config.probability());
        boolean gaussian = random.nextBoolean(config.gaussianShare());
        double sigma = config.gaussianSigmaLevels().draw(random) / 255;
        double scale = config.poissonScale().draw(random);
        boolean grey = random.nextBoolean(config.greyProbability()) || image.channels() == 1;
        if (!any) {
            return image;
        }
        return gaussian ? gaussian(image, (float) sigma, grey, random) : poisson(image, (float) scale, grey, random);
    }

    private static FloatImage gaussian(FloatImage image, float sigma, boolean grey, SeededRandom random) {
        float[] noise = new float[image.width() * image.height()];
        float[][] planes = new float[image.channels()][noise.length];
        for (int c = 0; c < planes.length; c++) {
            if (c == 0 || !grey) {
                random.fillGaussian(noise, sigma);
            }
            addClipped(image.plane(c), noise, planes[c]);
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }

    private static FloatImage poisson(FloatImage image, float scale, boolean grey, SeededRandom random) {
        FloatImage levels = Levels.eightBit(grey ? luma(image) : image);
        int photons = photonsAtWhite(levels);
        float[] noise = new float[image.width() * image.height()];
        float[][] planes = new float[image.channels()][noise.length];
        for (int c = 0; c < planes.length; c++) {
            if (c == 0 || !grey) {
                PoissonNoise.fill(noise, levels.plane(c), photons, scale, random);
            }
            addClipped(image.plane(c), noise, planes[c]);
        }
        return FloatImage.of(image.width(), image.height(), planes);
    }

    /** The number of distinct 8-bit levels in the picture, rounded up to a power of 2. */
    private static int photonsAtWhite(FloatImage levels) {
        boolean[] seen = new boolean[256];
        int distinct = 0;
        for (int c = 0; c < levels.channels(); c++) {
            for (float sample : levels.plane(c)) {
                int level = Math.round(sample * 255);
                if (!seen[level]) {
                    seen[level] = true;
                    distinct++;
                }
            }
        }
        return distinct == 1 ? 1 : Integer.highestOneBit(distinct - 1) << 1;
    }

    private static FloatImage luma(FloatImage image) {
        if (image.channels() == 1) {
            return image;
        }
        float[] plane = new float[image.width() * image.height()];
        float[] red = image.plane(0);
        float[] green = image.plane(1);
        float[] blue = image.plane(2);
        for (int i = 0; i < plane.length; i++) {
            plane[i] = 0.2989f * red[i] + 0.587f * green[i] + 0.114f * blue[i];
        }
        return FloatImage.of(image.width(), image.height(), plane);
    }

    private static void addClipped(float[] source, float[] noise, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = Math.max(0, Math.min(1, source[i] + noise[i]));
        }
    }
}
