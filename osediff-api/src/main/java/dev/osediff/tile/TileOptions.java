package dev.osediff.tile;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/** Range checks of tile parameters, shared by the strategies. */
final class TileOptions {
    /** Largest side accepted, so that sums of a few lengths stay in the int range. */
    static final int MAX_LENGTH = 1 << 28;

    private TileOptions() {}

    static void requireTile(int tile) {
        requireRange("tile size", tile, 1);
    }

    static void requireHalo(int halo) {
        requireRange("tile halo", halo, 0);
    }

    static void requireAlignment(int alignment) {
        requireRange("tile alignment", alignment, 1);
    }

    /** Requires an overlap that is shorter than the tile. */
    static void requireOverlap(int tile, int overlap) {
        requireRange("tile overlap", overlap, 0);
        if (overlap >= tile) {
            throw invalid(
                    "tile overlap",
                    "overlap " + overlap + " with tile " + tile,
                    "an overlap below the tile size",
                    "Use a larger tile or a smaller overlap.");
        }
    }

    private static void requireRange(String what, int value, int least) {
        if (value < least || value > MAX_LENGTH) {
            throw invalid(
                    what, value + " pixels", least + " to " + MAX_LENGTH + " pixels", "Use a value in that range.");
        }
    }

    static InvalidOptionException invalid(String asked, String found, String limit, String nextStep) {
        return new InvalidOptionException(new Problem(asked, found, limit, nextStep));
    }
}
