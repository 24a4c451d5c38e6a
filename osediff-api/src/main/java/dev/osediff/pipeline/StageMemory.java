package dev.osediff.pipeline;

/**
 * What one stage takes on the heap with tiles of a given side, as an upper bound.
 *
 * @param fixedBytes whatever the tile: latents, pictures
 * @param bytesPerRow for each row of a tile: bands as wide as the picture
 * @param bytesPerPixel for each input pixel of a tile: activations
 * @param map size of the stage's input, which no tile exceeds
 * @param smallestTile least side of a tile, in pixels of the stage's input
 * @param alignment tile sides are multiples of it
 */
record StageMemory(
        long fixedBytes, double bytesPerRow, double bytesPerPixel, Size map, int smallestTile, int alignment) {

    /** Returns the bytes with tiles of that side. */
    long bytes(int tile) {
        double width = Math.min(tile, map.width());
        double height = Math.min(tile, map.height());
        return fixedBytes + (long) Math.ceil(height * bytesPerRow + width * height * bytesPerPixel);
    }

    /** Returns the bytes below which the stage cannot run. */
    long smallestBytes() {
        return bytes(smallestTile);
    }

    /** Returns the side, aligned, of the smallest tile that covers the whole input. */
    int wholeTile() {
        int side = Math.max(map.width(), map.height());
        return Math.max(smallestTile, (side + alignment - 1) / alignment * alignment);
    }

    /** Returns the largest aligned side, at most {@code most}, whose bytes are within a budget of at least the smallest. */
    int largestTile(long budgetBytes, int most) {
        int low = smallestTile / alignment;
        int high = Math.max(low, Math.min(most, wholeTile()) / alignment);
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (bytes(middle * alignment) <= budgetBytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low * alignment;
    }
}
