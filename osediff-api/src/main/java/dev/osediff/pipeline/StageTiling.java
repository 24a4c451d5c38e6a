package dev.osediff.pipeline;

import dev.osediff.tile.Ramp;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TilePlanner;

/** How one stage is cut into tiles; lengths are in pixels of the stage's input. Immutable. */
public sealed interface StageTiling {
    /** Returns the number that tile sides and the picture's sides are multiples of. */
    int alignment();

    /** Returns the least side of a tile. */
    int smallest();

    /** Returns the side beyond which larger tiles gain nothing, or are not what the reference does. */
    int preferred();

    /** Plans a map with tiles of at most that side, which is at least {@link #smallest()}. */
    TilePlan plan(int width, int height, int tile);

    /**
     * Tiles that read a margin and keep their inside: equal to the whole where the network looks no further.
     *
     * @param margin pixels read around what is kept
     * @param alignment offsets are multiples of it
     * @param preferred side where memory is plentiful
     */
    record Halo(int margin, int alignment, int preferred) implements StageTiling {
        /** Refuses a negative margin and an alignment below 1. */
        public Halo {
            if (margin < 0 || alignment < 1) {
                throw new IllegalArgumentException(
                        "margin is at least 0 and alignment at least 1, found " + margin + " and " + alignment);
            }
        }

        @Override
        public int smallest() {
            return TilePlanner.smallestHaloTile(margin, alignment);
        }

        @Override
        public TilePlan plan(int width, int height, int tile) {
            return TilePlanner.halo(width, height, tile, margin, alignment);
        }
    }

    /**
     * The reference's UNet tiles with Gaussian weights (osediff.md §1.6).
     *
     * @param tile side of a tile
     * @param overlap pixels that neighbours share; smaller tiles share half their side
     */
    record Gaussian(int tile, int overlap) implements StageTiling {
        private static final int SMALLEST = 16;

        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public int smallest() {
            return SMALLEST;
        }

        @Override
        public int preferred() {
            return tile;
        }

        @Override
        public TilePlan plan(int width, int height, int side) {
            return TilePlanner.referenceDenoiser(width, height, side, Math.min(overlap, side / 2));
        }
    }

    /**
     * Independent tiles that fade into each other, for networks that look at the whole tile.
     *
     * @param tile side of a tile
     * @param overlap least pixels that neighbours share; smaller tiles share a quarter of their side
     * @param alignment offsets are multiples of it
     */
    record Feathered(int tile, int overlap, int alignment) implements StageTiling {
        @Override
        public int smallest() {
            return 8 * alignment;
        }

        @Override
        public int preferred() {
            return tile;
        }

        @Override
        public TilePlan plan(int width, int height, int side) {
            return Math.max(width, height) <= side
                    ? TilePlanner.whole(width, height)
                    : TilePlanner.feathered(width, height, side, Math.min(overlap, side / 4), Ramp.COSINE, alignment);
        }
    }
}
