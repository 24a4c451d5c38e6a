package dev.osediff;

/**
 * How the tiles of a published model's autoencoder work together, on pictures larger than it reads whole. Its norms and its
 * attention look at the whole picture, so that tiles by themselves differ from it.
 */
public enum VaeTiling {
    /**
     * Each tile by itself, overlaps faded into each other: the least memory. Tones may differ from the whole picture's, and
     * from tile to tile.
     */
    INDEPENDENT,
    /**
     * All tiles in lockstep, sharing borders, statistics and attention: the result of the whole picture up to rounding, for
     * the memory of its activations.
     */
    EXACT,
    /**
     * All tiles in lockstep as the reference implementation runs them, with its tile sizes and its pooled statistics: for
     * comparison with it. Takes somewhat more memory than {@link #EXACT}.
     */
    REFERENCE
}
