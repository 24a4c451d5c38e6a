package dev.osediff.tile;

import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.Problem;

/**
 * Finds the largest tile that a memory budget allows. Immutable and thread-safe.
 *
 * @param budgetBytes bytes that one tile's run may take, fixed part included
 * @param cost what a tile costs
 * @param smallestTile side of the smallest useful tile in input pixels, a multiple of the alignment;
 *     {@link TilePlanner#smallestHaloTile} or more
 * @param alignment tile sides are multiples of it
 */
public record TileBudget(long budgetBytes, TileCost cost, int smallestTile, int alignment) {
    /** Refuses lengths out of range or a smallest tile that is not aligned. */
    public TileBudget {
        TileOptions.requireTile(smallestTile);
        TileOptions.requireAlignment(alignment);
        if (smallestTile % alignment != 0) {
            throw new IllegalArgumentException(
                    "the smallest tile must be a multiple of " + alignment + ", found " + smallestTile);
        }
    }

    /**
     * Returns the side of the largest tile for a picture.
     *
     * @return a multiple of the alignment, from the smallest tile to the first one that covers the picture
     * @throws MemoryBudgetException if the smallest tile does not fit; the text states the smallest budget
     */
    public int largestTile(int width, int height) {
        long least = smallestBudgetBytes(width, height);
        if (budgetBytes < least) {
            throw new MemoryBudgetException(new Problem(
                    "memory budget for a picture of " + width + " x " + height,
                    budgetBytes + " bytes",
                    "at least " + least + " bytes for the smallest tile, " + smallestTile + " x " + smallestTile,
                    "Raise the budget to at least " + least + " bytes."));
        }
        int low = smallestTile / alignment;
        int high = Math.max(low, Alignment.ceilDiv(Math.max(width, height), alignment));
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            if (bytes(middle * alignment, width, height) <= budgetBytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low * alignment;
    }

    /** Returns the budget below which a picture of that size cannot be done. */
    public long smallestBudgetBytes(int width, int height) {
        return bytes(smallestTile, width, height);
    }

    /** A tile reads no more than the picture has. */
    private long bytes(int tile, int width, int height) {
        return cost.bytes(Math.min(tile, width), Math.min(tile, height));
    }
}
