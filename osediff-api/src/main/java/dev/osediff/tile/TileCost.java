package dev.osediff.tile;

/**
 * What running one tile costs in memory: a fixed part and a part in proportion to the pixels read.
 *
 * @param fixedBytes bytes needed whatever the tile's size (weights, the joined result), at least 0
 * @param bytesPerPixel bytes for each input pixel of the tile (activations), above 0 and finite
 */
public record TileCost(long fixedBytes, double bytesPerPixel) {
    /** Refuses values out of range. */
    public TileCost {
        if (fixedBytes < 0 || !(bytesPerPixel > 0) || Double.isInfinite(bytesPerPixel)) {
            throw new IllegalArgumentException(
                    "a cost has fixed bytes of at least 0 and bytes per pixel above 0, found " + fixedBytes + " and "
                            + bytesPerPixel);
        }
    }

    /** Returns the bytes that a tile of that size needs, rounded up; {@link Long#MAX_VALUE} if they exceed it. */
    public long bytes(int width, int height) {
        double activations = Math.ceil(bytesPerPixel * width * height);
        double total = fixedBytes + activations;
        return total >= Long.MAX_VALUE ? Long.MAX_VALUE : fixedBytes + (long) activations;
    }
}
