package dev.osediff.metrics;

/** A measure of pictures. Implementations are thread-safe, or say otherwise. */
public sealed interface Metric permits PairMetric, PictureMetric, SetMetric {
    /** Returns the name of its column: lower case, digits and underscores ("psnr_y"). */
    String name();

    /** Tells whether larger values mean better pictures. */
    boolean isHigherBetter();
}
