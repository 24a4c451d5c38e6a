package dev.osediff.metrics;

import dev.osediff.image.FloatImage;
import java.util.function.ToDoubleBiFunction;

/** A measure of a picture and the truth (PSNR, SSIM; LPIPS and DISTS would be such). */
public non-sealed interface PairMetric extends Metric {
    /**
     * Measures pictures of equal size and channels, samples 0 to 1.
     *
     * @throws dev.osediff.error.InvalidImageException if they do not fit each other or the measure
     */
    double of(FloatImage picture, FloatImage truth);

    /** Returns a measure with a name. */
    static PairMetric named(String name, boolean higherIsBetter, ToDoubleBiFunction<FloatImage, FloatImage> measure) {
        return new PairMetric() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean isHigherBetter() {
                return higherIsBetter;
            }

            @Override
            public double of(FloatImage picture, FloatImage truth) {
                return measure.applyAsDouble(picture, truth);
            }
        };
    }
}
