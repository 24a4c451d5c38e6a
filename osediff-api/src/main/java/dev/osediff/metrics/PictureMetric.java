package dev.osediff.metrics;

import dev.osediff.image.FloatImage;

/** A measure of a picture alone (NIQE; MUSIQ, MANIQA and CLIP-IQA would be such). */
public non-sealed interface PictureMetric extends Metric {
    /**
     * Measures a picture, samples 0 to 1.
     *
     * @throws dev.osediff.error.InvalidImageException if it does not fit the measure
     */
    double of(FloatImage picture);
}
