package dev.osediff.djl.training.data;

import dev.osediff.degradation.DegradationConfig;
import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.Range;
import java.util.List;

/**
 * What a {@link SampleStream} delivers.
 *
 * @param batchSize samples in a batch
 * @param cropSizePixels side of the square crops, at most 256
 * @param photographShare how often a crop comes from a photograph; the others come from generated pictures
 * @param generatedPictures how many different generated pictures there are
 * @param degradations the mixture of chains; empty for a stream of good pictures only
 * @param scale the usual scale
 * @param otherScaleShare how often the scale is drawn from {@code otherScales} instead
 * @param otherScales range of those scales
 * @param seed decides everything
 * @param prefetchThreads threads that prepare batches
 */
public record SampleConfig(
        int batchSize,
        int cropSizePixels,
        double photographShare,
        int generatedPictures,
        List<DegradationShare> degradations,
        double scale,
        double otherScaleShare,
        Range otherScales,
        long seed,
        int prefetchThreads) {
    /**
     * One part of the mixture.
     *
     * @param weight relative frequency, above 0
     * @param config the chain; its own scale is replaced
     */
    public record DegradationShare(double weight, DegradationConfig config) {
        /** Refuses a weight that is not above 0. */
        public DegradationShare {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight must be above 0, found " + weight);
            }
        }
    }

    /** Refuses sizes that cannot be served. */
    public SampleConfig {
        degradations = List.copyOf(degradations);
        if (batchSize < 1 || cropSizePixels < 8 || cropSizePixels > DeadLeaves.SIDE) {
            throw new IllegalArgumentException("batch size must be at least 1 and crop size in [8, " + DeadLeaves.SIDE
                    + "], found " + batchSize + " and " + cropSizePixels);
        }
        if (!(photographShare >= 0 && photographShare <= 1) || !(otherScaleShare >= 0 && otherScaleShare <= 1)) {
            throw new IllegalArgumentException("shares must be in [0, 1]");
        }
        if (generatedPictures < 1 || prefetchThreads < 1 || !(scale >= 1) || otherScales.low() < 1) {
            throw new IllegalArgumentException("at least 1 generated picture, 1 thread and scale 1 are needed");
        }
    }

    /** Returns a stream of good pictures alone, for training an autoencoder or a diffusion prior. */
    public static SampleConfig highOnly(int batchSize, int cropSizePixels, long seed) {
        return new SampleConfig(batchSize, cropSizePixels, 0.65, 400, List.of(), 4, 0, new Range(1.5, 4), seed, 1);
    }

    /** Returns pairs for the one-step stage: mostly first-order degradation, some lighter, some second-order. */
    public static SampleConfig pairs(int batchSize, int cropSizePixels, long seed) {
        return highOnly(batchSize, cropSizePixels, seed).withDegradations(mixture(0.45, 0.2, 0.15, 0.2), 0.25);
    }

    /** Returns pairs for the last stage, with more of the second-order degradation. */
    public static SampleConfig heavierPairs(int batchSize, int cropSizePixels, long seed) {
        return highOnly(batchSize, cropSizePixels, seed).withDegradations(mixture(0.3, 0.25, 0.1, 0.35), 0.25);
    }

    /** Returns pairs that are nearly all noisy and compressed once or twice, as photographs from the web are. */
    public static SampleConfig compressedPairs(int batchSize, int cropSizePixels, long seed) {
        List<DegradationShare> mixture = List.of(
                new DegradationShare(0.2, DegradationPreset.FIRST_ORDER.config()),
                new DegradationShare(0.4, DegradationPreset.COMPRESSED.config()),
                new DegradationShare(0.05, DegradationPreset.CLEAN.config()),
                new DegradationShare(0.35, DegradationPreset.EVALUATION_HEAVY.config()));
        return highOnly(batchSize, cropSizePixels, seed).withDegradations(mixture, 0.25);
    }

    /** Returns pairs of every preset but the reference's, most of them heavy or compressed, nearly all at the usual scale, from photographs mostly. */
    public static SampleConfig refiningPairs(int batchSize, int cropSizePixels, long seed) {
        List<DegradationShare> mixture = List.of(
                new DegradationShare(0.15, DegradationPreset.FIRST_ORDER.config()),
                new DegradationShare(0.1, DegradationPreset.MILD.config()),
                new DegradationShare(0.3, DegradationPreset.COMPRESSED.config()),
                new DegradationShare(0.05, DegradationPreset.CLEAN.config()),
                new DegradationShare(0.4, DegradationPreset.EVALUATION_HEAVY.config()));
        SampleConfig good =
                new SampleConfig(batchSize, cropSizePixels, 0.85, 400, List.of(), 4, 0, new Range(1.5, 4), seed, 1);
        return good.withDegradations(mixture, 0.1);
    }

    private static List<DegradationShare> mixture(double firstOrder, double mild, double clean, double heavy) {
        return List.of(
                new DegradationShare(firstOrder, DegradationPreset.FIRST_ORDER.config()),
                new DegradationShare(mild, DegradationPreset.MILD.config()),
                new DegradationShare(clean, DegradationPreset.CLEAN.config()),
                new DegradationShare(heavy, DegradationPreset.EVALUATION_HEAVY.config()));
    }

    /** Returns the same stream with another number of different generated pictures. */
    public SampleConfig withGeneratedPictures(int newGeneratedPictures) {
        return new SampleConfig(
                batchSize,
                cropSizePixels,
                photographShare,
                newGeneratedPictures,
                degradations,
                scale,
                otherScaleShare,
                otherScales,
                seed,
                prefetchThreads);
    }

    /** Returns the same stream with another mixture and another share of other scales. */
    public SampleConfig withDegradations(List<DegradationShare> mixture, double newOtherScaleShare) {
        return new SampleConfig(
                batchSize,
                cropSizePixels,
                photographShare,
                generatedPictures,
                mixture,
                scale,
                newOtherScaleShare,
                otherScales,
                seed,
                prefetchThreads);
    }

    /** Returns the same stream prepared by another number of threads; the batches stay the same. */
    public SampleConfig withPrefetchThreads(int newPrefetchThreads) {
        return new SampleConfig(
                batchSize,
                cropSizePixels,
                photographShare,
                generatedPictures,
                degradations,
                scale,
                otherScaleShare,
                otherScales,
                seed,
                newPrefetchThreads);
    }
}
