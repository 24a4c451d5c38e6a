package dev.osediff.cuda.kernel;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * The sizes of one norm over groups of channels of a picture [batch, pixels, channels].
 *
 * @param batch number of pictures, at least 1
 * @param pixels height × width, at least 1
 * @param channels a multiple of {@code groups}
 * @param groups groups of neighbouring channels, at least 1
 * @param epsilon what is added to the variance, above 0
 * @param silu whether {@code z · sigmoid(z)} follows
 */
public record NormShape(int batch, int pixels, int channels, int groups, float epsilon, boolean silu) {
    private static final int MOST_IN_A_GROUP = 1 << 30;

    /** @throws InvalidOptionException if a size is outside its range */
    public NormShape {
        boolean sizes = batch >= 1 && pixels >= 1 && groups >= 1 && channels >= groups && channels % groups == 0;
        if (!sizes || (long) pixels * (channels / groups) > MOST_IN_A_GROUP || !(epsilon > 0)) {
            throw new InvalidOptionException(new Problem(
                    "to normalise a picture",
                    "batch " + batch + ", pixels " + pixels + ", channels " + channels + ", groups " + groups
                            + ", epsilon " + epsilon,
                    "sizes are at least 1, groups divide the channels and have at most 2^30 elements, epsilon is positive",
                    "Correct the sizes, or use tiles."));
        }
    }

    /** Returns the channels of a group. */
    public int groupWidth() {
        return channels / groups;
    }
}
