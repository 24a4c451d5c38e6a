package dev.osediff.metrics;

import dev.osediff.image.FloatImage;

/**
 * Peak signal-to-noise ratio in decibels, 10 · log10(1 / mean squared error) for samples of 0 to 1; infinite for equal
 * pictures. (pyiqa, with which the OSEDiff authors measured, adds 1e-8 to the error: it stops at 80 dB and differs below
 * 0.0001 dB at 30 dB.) Pictures are compared as they are: quantise them first to measure what a file would hold.
 * Accumulates in double; stateless and thread-safe.
 */
public final class Psnr {
    private Psnr() {}

    /**
     * Measures on luma, the field's "PSNR-Y": Y of BT.601 as in MATLAB's rgb2ycbcr, not rounded.
     *
     * @param crop pixels left out along each border; the OSEDiff authors use 0, classical ×s papers s
     * @throws dev.osediff.error.InvalidImageException if the pictures differ in size or channels, have neither 1 nor 3
     *     channels, or nothing is left after cropping
     * @throws dev.osediff.error.InvalidOptionException if crop is negative
     */
    public static double y(FloatImage picture, FloatImage truth, int crop) {
        Frame frame = Frame.of("PSNR on Y", picture, truth, crop, 1);
        Luma first = Luma.of(picture);
        Luma second = Luma.of(truth);
        double squares = 0;
        for (int y = 0; y < frame.height(); y++) {
            double row = 0;
            for (int i = frame.index(0, y); i < frame.index(frame.width(), y); i++) {
                double difference = first.at(i) - second.at(i);
                row += difference * difference;
            }
            squares += row;
        }
        return decibels(squares / frame.pixels());
    }

    /**
     * Measures on all channels together, the field's "PSNR-RGB"; throws as {@link #y} does, but accepts any number of
     * channels.
     */
    public static double rgb(FloatImage picture, FloatImage truth, int crop) {
        Frame frame = Frame.of("PSNR on RGB", picture, truth, crop, 1);
        double squares = 0;
        for (int c = 0; c < picture.channels(); c++) {
            float[] first = picture.plane(c);
            float[] second = truth.plane(c);
            for (int y = 0; y < frame.height(); y++) {
                double row = 0;
                for (int i = frame.index(0, y); i < frame.index(frame.width(), y); i++) {
                    double difference = (double) first[i] - second[i];
                    row += difference * difference;
                }
                squares += row;
            }
        }
        return decibels(squares / frame.pixels() / picture.channels());
    }

    private static double decibels(double meanSquaredError) {
        return -10 * Math.log10(meanSquaredError);
    }
}
