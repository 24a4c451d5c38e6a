package dev.osediff.image;

import java.util.Objects;

/**
 * How files are read.
 *
 * @param limits sizes that are refused
 * @param acceptsTruncated whether a file that ends early is read with a warning as far as its decoder can, rather than refused
 */
public record ReadOptions(ImageLimits limits, boolean acceptsTruncated) {
    /** {@link ImageLimits#DEFAULT}, truncated files refused. */
    public static final ReadOptions DEFAULT = new ReadOptions(ImageLimits.DEFAULT, false);

    /** Refuses null. */
    public ReadOptions {
        Objects.requireNonNull(limits, "limits");
    }

    /** Returns the same options with other limits. */
    public ReadOptions withLimits(ImageLimits newLimits) {
        return new ReadOptions(newLimits, acceptsTruncated);
    }

    /** Returns the same options with another rule for truncated files. */
    public ReadOptions withAcceptsTruncated(boolean newAcceptsTruncated) {
        return new ReadOptions(limits, newAcceptsTruncated);
    }
}
