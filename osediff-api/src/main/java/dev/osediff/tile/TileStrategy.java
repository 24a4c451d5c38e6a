package dev.osediff.tile;

/**
 * How a picture is cut into tiles and how their results are joined. A value: two plans of equal size and equal strategy
 * are equal. {@link Object#toString()} of each strategy names all its parameters, for the provenance of a result.
 * All lengths are in pixels of the network's input.
 */
sealed interface TileStrategy
        permits WholeStrategy,
                PartitionStrategy,
                HaloStrategy,
                FeatheredStrategy,
                ReferenceDenoiserStrategy,
                ReferenceVaeStrategy {
    /** Returns the grid for a picture of that size. */
    TileGrid grid(int width, int height);
}
