package dev.osediff.tile;

/** How a tile's weight rises from 0 at its edge to 1 at the end of the overlap. Opposite ramps add up to 1. */
public enum Ramp {
    /** In proportion to the distance from the edge. */
    LINEAR {
        @Override
        double at(double share) {
            return share;
        }
    },
    /** Half a cosine wave: no kink at either end. */
    COSINE {
        @Override
        double at(double share) {
            return 0.5 - 0.5 * Math.cos(Math.PI * share);
        }
    };

    /** Returns the weight at {@code share} of the overlap, 0 to 1. */
    abstract double at(double share);
}
