package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;

/** Colours of one generated picture: around one or two base colours, spread mostly in lightness. */
final class LeafColours {
    private final SeededRandom random;
    private final float[][] bases;
    private final double lightnessSpread;
    private final double hueSpread;

    LeafColours(SeededRandom random) {
        this.random = random;
        bases = new float[1 + random.nextInt(3)][];
        for (int i = 0; i < bases.length; i++) {
            bases[i] = base();
        }
        lightnessSpread = random.nextDouble(0.05, 0.22);
        hueSpread = random.nextDouble(0.01, 0.06);
    }

    private float[] base() {
        double lightness = random.nextDouble(0.12, 0.72);
        double saturation = random.nextBoolean(0.15) ? random.nextDouble(0.2, 0.45) : random.nextDouble(0, 0.16);
        float[] colour = new float[3];
        for (int c = 0; c < 3; c++) {
            colour[c] = clip(lightness + saturation * random.nextDouble(-1, 1));
        }
        return colour;
    }

    /** Draws a colour around one of the bases. */
    float[] draw() {
        return spread(bases[random.nextInt(bases.length)], lightnessSpread, hueSpread);
    }

    /** Draws a colour close to another. */
    float[] near(float[] colour) {
        return spread(colour, 0.05, 0.01);
    }

    private float[] spread(float[] colour, double lightness, double hue) {
        double shift = lightness * random.nextGaussian();
        float[] result = new float[3];
        for (int c = 0; c < 3; c++) {
            result[c] = clip(colour[c] + shift + hue * random.nextGaussian());
        }
        return result;
    }

    private static float clip(double value) {
        return (float) Math.max(0.01, Math.min(0.99, value));
    }
}
