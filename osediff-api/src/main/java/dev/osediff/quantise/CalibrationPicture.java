package dev.osediff.quantise;

import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.Degrader;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * A good picture and the small, bad one made of it.
 *
 * @param name of the file
 * @param low what is enlarged, 16 bits per sample so that the result has 16 too
 * @param truth what it was made from, at most {@value #LONG_SIDE} pixels long
 */
record CalibrationPicture(String name, BufferedImage low, FloatImage truth) {
    private static final int LONG_SIDE = 512;
    private static final int LEAST_SIDE = 64;
    private static final int BITS = 16;

    /**
     * Reads a picture and degrades it mildly: blur, reduction, noise, JPEG.
     *
     * @param scale how many times smaller the bad one is
     * @throws dev.osediff.error.OsediffException if it cannot be read or is too small
     */
    static CalibrationPicture read(Path file, int scale) {
        FloatImage image = PictureConverter.fromBufferedImage(
                        ImageFiles.read(file).image())
                .color();
        double factor = Math.min(1, LONG_SIDE / (double) Math.max(image.width(), image.height()));
        int width = (int) Math.round(image.width() * factor) / scale * scale;
        int height = (int) Math.round(image.height() * factor) / scale * scale;
        if (Math.min(width, height) < LEAST_SIDE) {
            throw new InvalidImageException(new Problem(
                    "calibration picture " + file,
                    image.width() + " x " + image.height() + " pixels",
                    "at least " + LEAST_SIDE + " pixels on each side after reduction to " + LONG_SIDE,
                    "Use a larger picture."));
        }
        FloatImage truth = Resampler.resize(image, width, height, ResampleFilter.LANCZOS3);
        long seed = file.getFileName().toString().hashCode();
        FloatImage low = Degrader.degrade(
                truth, DegradationPreset.EVALUATION_MILD.config().withScale(scale), seed);
        return new CalibrationPicture(
                file.getFileName().toString(), PictureConverter.toBufferedImage(Picture.opaque(low, BITS)), truth);
    }
}
