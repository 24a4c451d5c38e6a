package dev.osediff.metrics.evaluation;

import java.nio.file.Path;

/**
 * A picture and the truth.
 *
 * @param name what they share
 * @param truth ground truth
 * @param picture what is measured
 */
public record PicturePair(String name, Path truth, Path picture) {}
