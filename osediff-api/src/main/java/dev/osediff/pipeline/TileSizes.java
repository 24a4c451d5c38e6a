package dev.osediff.pipeline;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.Problem;
import java.util.EnumMap;
import java.util.Map;

/** Chooses the side of each stage's tiles, in pixels of the stage's input. */
final class TileSizes {
    private TileSizes() {}

    /** Returns the tiles that are best where memory is plentiful. */
    static Map<Stage, Integer> preferred(MemoryPlan memory, LatentModel model) {
        return within(memory, model, Long.MAX_VALUE);
    }

    /** Returns the largest useful tiles that fit a budget of at least the plan's smallest. */
    static Map<Stage, Integer> within(MemoryPlan memory, LatentModel model, long budgetBytes) {
        Map<Stage, Integer> tiles = new EnumMap<>(Stage.class);
        for (Stage stage : MemoryPlan.TILED) {
            int most = model.part(stage).tiling().preferred();
            tiles.put(stage, memory.stage(stage).largestTile(budgetBytes, most));
        }
        return tiles;
    }

    /**
     * Returns tiles of a given side.
     *
     * @param tile in working pixels
     * @throws InvalidOptionException if it is too small for a stage
     */
    static Map<Stage, Integer> fixed(MemoryPlan memory, int downFactor, int tile) {
        Map<Stage, Integer> tiles = new EnumMap<>(Stage.class);
        int least = 0;
        for (Stage stage : MemoryPlan.TILED) {
            StageMemory part = memory.stage(stage);
            int unit = stage == Stage.ENCODE ? 1 : downFactor;
            least = Math.max(least, part.smallestTile() * unit);
            int side = tile / unit / part.alignment() * part.alignment();
            tiles.put(stage, Math.min(side, part.wholeTile()));
        }
        if (tile < least) {
            throw tooSmall(tile, least);
        }
        return tiles;
    }

    /** Returns an error for tiles that are too small for a model's margins. */
    static InvalidOptionException tooSmall(int tile, int least) {
        return new InvalidOptionException(new Problem(
                "tile size",
                tile + " pixels",
                "at least " + least + " pixels, which the model's margins need",
                "Use a larger tile size, or leave it out for an automatic one."));
    }

    /** Returns an error that states the smallest budget, which does not count weights that stay in memory. */
    static MemoryBudgetException tooLittle(SizePlan sizes, String found, long leastBytes, Throwable cause) {
        long least = (leastBytes >> 20) + 1;
        return new MemoryBudgetException(
                new Problem(
                        "picture of " + sizes.input() + " to " + sizes.output(),
                        found,
                        "at least " + least + " MiB (" + (least << 20) + " bytes) besides weights that stay in memory",
                        "Raise the memory budget, the heap (-Xmx) or, if one is set, lower the tile size; or ask for a smaller"
                                + " output."),
                cause);
    }
}
