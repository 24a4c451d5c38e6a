package dev.osediff.network.tiled;

/** What tiles that run in lockstep know of each other. */
public enum TileMode {
    /**
     * All that the whole map's result needs: borders are exchanged before each convolution, norms have the statistics of
     * the whole map, attention sees the tokens of all tiles. Tiles partition the map; the joined result equals the whole
     * one up to rounding.
     */
    EXACT,
    /**
     * What the OSEDiff reference implementation shares between its VAE tiles (osediff.md §1.7): norms take the means of
     * the tiles' means and biased variances, weighted by the pixels that each tile holds, so that overlaps count twice and
     * differences between the tiles' means count nothing; convolutions pad each tile with zeros, attention stays inside
     * it.
     */
    REFERENCE
}
