package dev.osediff.metrics;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import java.util.List;
import java.util.Objects;

/**
 * The naturalness image quality evaluator NIQE (Mittal, Soundararajan and Bovik 2013, eq. 10): how far the statistics of a
 * picture's blocks are from those of good pictures, √((ν₁ − ν₂)ᵀ ((Σ₁ + Σ₂) / 2)⁺ (ν₁ − ν₂)). Lower is better. The features
 * are the paper's; the numbers compare only where the pristine model is the same one. Thread-safe.
 */
public final class Niqe implements PictureMetric {
    private static final int LEAST_BLOCKS = 2;

    private final NiqeModel pristine;

    /** Measures against a model of good pictures. */
    public Niqe(NiqeModel pristine) {
        this.pristine = Objects.requireNonNull(pristine, "pristine");
    }

    @Override
    public String name() {
        return "niqe";
    }

    @Override
    public boolean isHigherBetter() {
        return false;
    }

    /**
     * Measures one picture.
     *
     * @throws InvalidImageException if the picture has neither 1 nor 3 channels, or fewer than two blocks of 96 × 96 pixels with
     *     some texture
     */
    @Override
    public double of(FloatImage picture) {
        List<NiqeBlock> blocks = NiqeFeatures.of(picture);
        FeatureStatistics statistics = new FeatureStatistics(NiqeFeatures.COUNT);
        blocks.stream().filter(NiqeBlock::isUsable).forEach(block -> statistics.add(block.features()));
        if (statistics.count() < LEAST_BLOCKS) {
            throw new InvalidImageException(new Problem(
                    "NIQE of a picture of " + picture,
                    statistics.count() + " of " + blocks.size() + " blocks with texture",
                    "at least " + LEAST_BLOCKS + " blocks of " + NiqeFeatures.BLOCK + " x " + NiqeFeatures.BLOCK
                            + " pixels",
                    "Use a larger picture."));
        }
        return pristine.distance(statistics.mean(), statistics.covariance());
    }
}
