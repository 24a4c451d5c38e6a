package dev.osediff.pipeline;

import dev.osediff.network.tiled.TileMode;
import dev.osediff.tile.Ramp;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TilePlanner;
import java.util.Optional;

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

    /** Returns what tiles that run in lockstep know of each other; empty where they run one after the other. */
    default Optional<TileMode> lockstep() {
        return Optional.empty();
    }

    /**
     * Returns the pixels of a map whose activations are alive at one time whatever is done with single tiles; those that
     * several tiles hold count several times.
     */
    default double residentPixels(Size map) {
        if (lockstep().isEmpty()) {
            return 0;
        }
        TilePlan plan = plan(map.width(), map.height(), preferred());
        return plan.isWhole() ? 0 : plan.overhead() * map.pixels();
    }

    /** Returns one line for a result's provenance: how the tiles work together, where there are several, and the plan. */
    default String describe(TilePlan plan) {
        return plan.describe();
    }

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

        @Override
        public String describe(TilePlan plan) {
            return plan.isWhole() ? plan.describe() : "independent, " + plan.describe();
        }
    }

    /**
     * Tiles without margins that run in lockstep and give what the whole gives ({@link TileMode#EXACT}). Their side is
     * fixed: activations of all of them are alive anyway.
     *
     * @param preferred side up to which a map is read whole, and of a tile at most
     * @param alignment offsets are multiples of it
     */
    record Exact(int preferred, int alignment) implements StageTiling {
        @Override
        public int smallest() {
            return preferred;
        }

        @Override
        public Optional<TileMode> lockstep() {
            return Optional.of(TileMode.EXACT);
        }

        @Override
        public TilePlan plan(int width, int height, int side) {
            return TilePlanner.partition(width, height, side, alignment);
        }

        @Override
        public String describe(TilePlan plan) {
            return plan.isWhole() ? plan.describe() : "exact in lockstep, " + plan.describe();
        }
    }

    /**
     * The reference's VAE tiles in lockstep (osediff.md §1.7). Their side is fixed: others give other pictures.
     *
     * @param tile largest side of what a tile keeps inside the map
     * @param pad pixels read around that
     * @param alignment the side is a multiple of it, and so is 2 · pad
     */
    record Reference(int tile, int pad, int alignment) implements StageTiling {
        @Override
        public int smallest() {
            return preferred();
        }

        @Override
        public int preferred() {
            return tile + 2 * pad;
        }

        @Override
        public Optional<TileMode> lockstep() {
            return Optional.of(TileMode.REFERENCE);
        }

        @Override
        public TilePlan plan(int width, int height, int side) {
            return TilePlanner.referenceVae(width, height, side - 2 * pad, pad);
        }

        @Override
        public String describe(TilePlan plan) {
            return plan.isWhole() ? plan.describe() : "reference in lockstep, " + plan.describe();
        }
    }
}
