package dev.osediff.metrics;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import java.util.List;

/**
 * Fits NIQE's model of good pictures: mean and covariance of the features of sharp blocks, those whose mean local deviation
 * exceeds 0.75 of the sharpest block's of their picture (Mittal, Soundararajan and Bovik 2013, §II-B). Not thread-safe.
 */
public final class NiqeFit {
    private static final double SHARP_SHARE = 0.75;
    private static final int LEAST_BLOCKS = 4 * NiqeFeatures.COUNT;

    private final FeatureStatistics statistics = new FeatureStatistics(NiqeFeatures.COUNT);
    private int pictures;

    /**
     * Adds a picture that is good: sharp, without noise and compression.
     *
     * @return the number of blocks taken
     * @throws InvalidImageException if it has neither 1 nor 3 channels or not one whole block of 96 × 96 pixels
     */
    public int add(FloatImage picture) {
        List<NiqeBlock> blocks =
                NiqeFeatures.of(picture).stream().filter(NiqeBlock::isUsable).toList();
        double sharpest =
                blocks.stream().mapToDouble(NiqeBlock::sharpness).max().orElse(0);
        List<NiqeBlock> sharp = blocks.stream()
                .filter(block -> block.sharpness() > SHARP_SHARE * sharpest)
                .toList();
        sharp.forEach(block -> statistics.add(block.features()));
        pictures++;
        return sharp.size();
    }

    /**
     * Returns the model.
     *
     * @param origin what the pictures were, for people
     * @throws InvalidImageException if there were fewer than 144 sharp blocks: four for each feature
     */
    public NiqeModel model(String origin) {
        if (statistics.count() < LEAST_BLOCKS) {
            throw new InvalidImageException(new Problem(
                    "a pristine model of " + pictures + " pictures",
                    statistics.count() + " sharp blocks",
                    "at least " + LEAST_BLOCKS,
                    "Add more or larger pictures."));
        }
        return NiqeModel.of(origin, pictures, statistics.count(), statistics.mean(), statistics.covariance());
    }
}
