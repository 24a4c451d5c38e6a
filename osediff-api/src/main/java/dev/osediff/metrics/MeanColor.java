package dev.osediff.metrics;

import dev.osediff.image.FloatImage;

/** Colour cast: how far the mean colours of two pictures are apart. Accumulates in double; stateless and thread-safe. */
public final class MeanColor {
    private MeanColor() {}

    /**
     * Returns, for each channel, the mean of {@code picture} less that of {@code truth}, in 8-bit levels (255ths).
     *
     * @throws dev.osediff.error.InvalidImageException if the pictures differ in size or channels
     */
    public static double[] differenceInLevels(FloatImage picture, FloatImage truth) {
        Frame frame = Frame.of("mean colour", picture, truth, 0, 1);
        double[] levels = new double[picture.channels()];
        for (int c = 0; c < levels.length; c++) {
            float[] first = picture.plane(c);
            float[] second = truth.plane(c);
            double sum = 0;
            for (int i = 0; i < first.length; i++) {
                sum += (double) first[i] - second[i];
            }
            levels[c] = 255 * sum / frame.pixels();
        }
        return levels;
    }

    /** Returns the largest absolute difference over the channels, in 8-bit levels; throws as above. */
    public static double largestDifferenceInLevels(FloatImage picture, FloatImage truth) {
        double largest = 0;
        for (double level : differenceInLevels(picture, truth)) {
            largest = Math.max(largest, Math.abs(level));
        }
        return largest;
    }
}
