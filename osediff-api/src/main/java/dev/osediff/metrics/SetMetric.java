package dev.osediff.metrics;

import dev.osediff.image.FloatImage;

/** A measure of all pictures of a set together against all truths (FID would be such). */
public non-sealed interface SetMetric extends Metric {
    /** Returns what takes the pictures one by one. */
    Accumulator start();

    /** Takes pictures; used by one thread. */
    interface Accumulator {
        /**
         * Adds a picture and its truth.
         *
         * @throws dev.osediff.error.InvalidImageException if they do not fit the measure
         */
        void add(FloatImage picture, FloatImage truth);

        /** Returns the measure of all that were added; NaN where they are too few. */
        double value();
    }
}
