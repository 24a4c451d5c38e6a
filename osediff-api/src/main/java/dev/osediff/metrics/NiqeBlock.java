package dev.osediff.metrics;

/**
 * What NIQE knows of one block of 96 × 96 pixels.
 *
 * @param features 18 numbers at full size, then 18 at half size: shape and mean scale of the normalised luma, then shape,
 *     mean, left and right scale of its products with the neighbours right, below, and below on both diagonals; NaN in a
 *     block without texture
 * @param sharpness mean local deviation of luma, in 8-bit levels
 */
record NiqeBlock(double[] features, double sharpness) {
    /** Tells whether all features are numbers. */
    boolean isUsable() {
        for (double feature : features) {
            if (!Double.isFinite(feature)) {
                return false;
            }
        }
        return true;
    }
}
