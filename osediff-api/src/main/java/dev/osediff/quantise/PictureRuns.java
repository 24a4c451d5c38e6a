package dev.osediff.quantise;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.color.ColorFix;
import dev.osediff.image.FloatImage;
import dev.osediff.image.PictureConverter;
import dev.osediff.metrics.Psnr;
import java.util.ArrayList;
import java.util.List;

/**
 * Enlarges the calibration pictures, one after the other, and compares.
 *
 * @param resolver enlarges
 * @param pictures what is enlarged
 */
record PictureRuns(SuperResolver resolver, List<CalibrationPicture> pictures) {
    private static final double LEVELS = 255;

    /** Returns the results, without a colour fix, which would hide errors of colour. */
    List<FloatImage> enlarge() {
        List<FloatImage> results = new ArrayList<>();
        for (CalibrationPicture picture : pictures) {
            UpscaleOptions options = UpscaleOptions.builder()
                    .width(picture.truth().width())
                    .height(picture.truth().height())
                    .colorFix(ColorFix.NONE)
                    .build();
            results.add(PictureConverter.fromBufferedImage(
                            resolver.upscale(picture.low(), options).image())
                    .color());
        }
        return results;
    }

    /** Returns the same for the first pictures only. */
    PictureRuns first(int count) {
        return new PictureRuns(resolver, pictures.subList(0, Math.min(count, pictures.size())));
    }

    /** Returns the mean PSNR-Y of results to the originals. */
    double psnrToTruth(List<FloatImage> results) {
        double sum = 0;
        for (int i = 0; i < results.size(); i++) {
            sum += Psnr.y(results.get(i), pictures.get(i).truth(), 0);
        }
        return sum / results.size();
    }

    /** Returns the PSNR of results to others, over all pictures together. */
    static double agreement(List<FloatImage> results, List<FloatImage> others) {
        return 10 * Math.log10(LEVELS * LEVELS / squaredDifference(results, others));
    }

    /** Returns the mean squared difference over all pictures and channels, in squares of 255ths. */
    static double squaredDifference(List<FloatImage> results, List<FloatImage> others) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < results.size(); i++) {
            for (int c = 0; c < results.get(i).channels(); c++) {
                float[] a = results.get(i).plane(c);
                float[] b = others.get(i).plane(c);
                for (int at = 0; at < a.length; at++) {
                    double difference = LEVELS * (a[at] - b[at]);
                    sum += difference * difference;
                }
                count += a.length;
            }
        }
        return sum / count;
    }
}
