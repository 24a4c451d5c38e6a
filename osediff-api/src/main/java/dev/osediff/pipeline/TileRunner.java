package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.network.Tensor;
import dev.osediff.network.tiled.TileMode;
import dev.osediff.network.tiled.TiledRun;
import dev.osediff.tile.Rect;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlan;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Runs a stage's network on the tiles of a plan: one after the other, or all in lockstep. One run's thread uses it. */
final class TileRunner {
    private final Cancellation cancellation;
    private final ProgressTracker tracker;

    TileRunner(Cancellation cancellation, ProgressTracker tracker) {
        this.cancellation = cancellation;
        this.tracker = tracker;
    }

    /**
     * What a stage's tiles are like.
     *
     * @param lockstep what they know of each other; empty runs them one after the other
     * @param shape of the output for what a tile reads
     */
    record Form(Optional<TileMode> lockstep, Function<Rect, int[]> shape) {}

    /**
     * Runs, and reports each tile.
     *
     * @param lease the network, closed at the end
     * @param form tiles' output and what they know of each other
     * @param input gives a tile's inputs; in lockstep there is one
     * @param output takes the tiles' results in the plan's order
     */
    void run(
            Stage stage,
            StageNetworks.Lease lease,
            Form form,
            TilePlan plan,
            Function<Tile, List<Tensor>> input,
            BiConsumer<Tile, Tensor> output) {
        Results results = new Results(stage, form, plan, output);
        try (lease) {
            CompiledNetwork network = lease.network();
            if (form.lockstep().isPresent() && !plan.isWhole()) {
                cancellation.throwIfCancelled();
                Function<Tile, Tensor> map = tile -> input.apply(tile).get(0);
                network.runTiles(new TiledRun(plan, form.lockstep().get(), map, results::accept), cancellation);
                return;
            }
            for (Tile tile : plan.tiles()) {
                cancellation.throwIfCancelled();
                results.accept(tile, network.run(input.apply(tile), cancellation));
            }
        }
    }

    /** Checks, hands on and counts the tiles' results. */
    private final class Results {
        private final Stage stage;
        private final Form form;
        private final TilePlan plan;
        private final BiConsumer<Tile, Tensor> output;
        private final double area;
        private double doneArea;
        private int done;

        Results(Stage stage, Form form, TilePlan plan, BiConsumer<Tile, Tensor> output) {
            this.stage = stage;
            this.form = form;
            this.plan = plan;
            this.output = output;
            this.area = plan.tiles().stream()
                    .mapToDouble(tile -> tile.read().area())
                    .sum();
        }

        void accept(Tile tile, Tensor result) {
            OutputCheck.require(result, form.shape().apply(tile.read()), stage, tile);
            output.accept(tile, result);
            doneArea += tile.read().area();
            done++;
            tracker.report(done, plan.tiles().size(), doneArea / area);
        }
    }
}
