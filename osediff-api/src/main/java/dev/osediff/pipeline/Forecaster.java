package dev.osediff.pipeline;

import dev.osediff.network.Tensor;
import dev.osediff.tile.Rect;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the first tile of each stage on a blank picture and says what the whole would take. */
final class Forecaster {
    /** A tile that is faster than this is run again: its first run is mostly the JIT's. */
    private static final double BRIEF_SECONDS = 2;

    private final LatentModel model;
    private final StageNetworks networks;
    private final MemoryPlan memory;
    private final RunRequest request;

    Forecaster(LatentModel model, StageNetworks networks, MemoryPlan memory, RunRequest request) {
        this.model = model;
        this.networks = networks;
        this.memory = memory;
        this.request = request;
    }

    List<StageForecast> forecast(Map<Stage, Integer> tiles) {
        Size padded = request.sizes().working().alignedUp(model.pictureAlignment());
        int f = model.downFactor();
        Size latent = new Size(padded.width() / f, padded.height() / f);
        List<StageForecast> stages = new ArrayList<>();
        for (Stage stage : MemoryPlan.TILED) {
            stages.add(forecast(stage, stage == Stage.ENCODE ? padded : latent, tiles.get(stage)));
        }
        return stages;
    }

    private StageForecast forecast(Stage stage, Size map, int side) {
        StageTiling tiling = model.part(stage).tiling();
        TilePlan plan = tiling.plan(map.width(), map.height(), side);
        Tile first = plan.tiles().get(0);
        double area =
                plan.tiles().stream().mapToDouble(tile -> tile.read().area()).sum();
        long start = System.nanoTime();
        try (StageNetworks.Lease lease = networks.lease(stage)) {
            double load = networks.isStaged() ? seconds(start) : 0;
            double tile = run(lease, stage, first.read());
            if (tile < BRIEF_SECONDS) {
                tile = run(lease, stage, first.read());
            }
            return new StageForecast(
                    StageNames.of(stage),
                    tiling.describe(plan),
                    plan.tiles().size(),
                    memory.stage(stage).bytes(side),
                    load,
                    tile,
                    load + tile * area / first.read().area());
        }
    }

    private double run(StageNetworks.Lease lease, Stage stage, Rect rect) {
        List<Tensor> inputs = new ArrayList<>();
        int channels = stage == Stage.ENCODE ? 3 : model.latentChannels();
        inputs.add(Tensor.zeros(1, channels, rect.height(), rect.width()));
        if (stage == Stage.DENOISE) {
            inputs.addAll(request.conditions());
        }
        long start = System.nanoTime();
        lease.network().run(inputs, request.cancellation());
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
