package dev.osediff.network.tiled;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One run of a network on all tiles of a map in lockstep. Tiles are asked for and handed out one at a time, on the thread
 * that runs it.
 *
 * @param plan the tiles; in {@link TileMode#EXACT} they keep all that they read
 * @param mode what the tiles know of each other
 * @param input gives what a tile reads, [N, C, height, width]; asked once for each tile, in the plan's order
 * @param output takes a tile's result, for all that was read, in the plan's order; the receiver's own
 */
public record TiledRun(TilePlan plan, TileMode mode, Function<Tile, Tensor> input, BiConsumer<Tile, Tensor> output) {
    /** Refuses null. */
    public TiledRun {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
    }

    /**
     * Runs a network; for engines.
     *
     * @param network takes one map
     * @param download copies a value to the host
     * @throws IllegalArgumentException if the network takes other inputs, or tiles and mode do not fit
     */
    public <T> void run(Network network, Ops<T> ops, Weights<T> weights, Function<T, Tensor> download) {
        if (network.inputNames().size() != 1) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", and tiles are those of one map");
        }
        TiledOps<T> tiled = new TiledOps<>(ops, mode);
        List<T> parts = new ArrayList<>();
        for (Tile tile : plan.tiles()) {
            parts.add(ops.constant(input.apply(tile)));
        }
        TiledValue<T> map = tiled.tiles(TileLayout.of(plan), parts);
        parts.clear();
        TiledValue<T> result = network.forward(tiled, TiledOps.shared(weights), List.of(map));
        for (int i = 0; i < plan.tiles().size(); i++) {
            output.accept(plan.tiles().get(i), download.apply(result.parts().get(i)));
        }
    }
}
