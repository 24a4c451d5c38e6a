package dev.osediff.pipeline;

import dev.osediff.backend.CompiledNetwork;
import dev.osediff.image.FloatImage;
import dev.osediff.image.Picture;
import dev.osediff.image.ResampleFilter;
import dev.osediff.network.Tensor;
import dev.osediff.tile.BandAssembler;
import dev.osediff.tile.Rect;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TileScale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a model of one part. */
final class DirectRun implements PipelineRun {
    /** A tile that is faster than this is run again: its first run is mostly the JIT's. */
    private static final double BRIEF_SECONDS = 2;

    /** Shares of progress: reading and colour fix are small beside the network. */
    private static final Map<Stage, Double> WORK = Map.of(Stage.PREPARE, 1.0, Stage.DIRECT, 96.0, Stage.FINISH, 3.0);

    private final DirectModel model;
    private final CompiledNetwork network;
    private final RunRequest request;
    private final StageMemory memory;
    private final Runnable release;
    private final ProgressTracker tracker;
    private final Map<String, String> plans = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int tile;
    private boolean closed;

    DirectRun(
            DirectModel model,
            CompiledNetwork network,
            RunRequest request,
            StageMemory memory,
            int tile,
            Runnable release) {
        this.model = model;
        this.network = network;
        this.request = request;
        this.memory = memory;
        this.tile = tile;
        this.release = release;
        this.tracker = new ProgressTracker(request.listener(), WORK);
    }

    @Override
    public Picture enlarge(Picture picture) {
        tracker.report(1, 1, 1);
        tracker.begin(Stage.DIRECT);
        FloatImage colour = run(picture.color());
        tracker.begin(Stage.FINISH);
        EnlargedPicture enlarged =
                new EnlargedPicture(picture.color(), request.sizes().enlargement(), request.arithmetic());
        new BandedColorFix(colour, enlarged, request.cancellation()).apply(request.colorFix(), request.arithmetic());
        request.cancellation().throwIfCancelled();
        Optional<FloatImage> alpha =
                picture.alpha().map(plane -> request.sizes().toOutput(plane, ResampleFilter.BICUBIC));
        return picture.withPlanes(request.sizes().toOutput(colour, ResampleFilter.LANCZOS3), alpha);
    }

    /** Runs all tiles; where memory proves too small after all, again with tiles of half the side. */
    private FloatImage run(FloatImage colour) {
        while (true) {
            TilePlan plan = plan();
            plans.put(StageNames.of(Stage.DIRECT), model.tiling().describe(plan));
            try {
                return run(colour, plan);
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!OutOfMemory.causes(e)) {
                    throw e;
                }
                shrink(e);
            }
        }
    }

    private TilePlan plan() {
        Size padded = memory.map();
        return model.tiling().plan(padded.width(), padded.height(), tile);
    }

    private FloatImage run(FloatImage colour, TilePlan plan) {
        // The picture itself, at its own size.
        SizePlan.Step same = new SizePlan.Step(request.sizes().input(), ResampleFilter.BICUBIC);
        EncoderInput input = new EncoderInput(new EnlargedPicture(colour, List.of(same), request.arithmetic()));
        DecoderOutput output = new DecoderOutput(request.sizes().working(), colour.channels());
        BandAssembler rows = new BandAssembler(3, plan, TileScale.up(model.scale()), output);
        double area =
                plan.tiles().stream().mapToDouble(each -> each.read().area()).sum();
        double done = 0;
        int count = 0;
        for (Tile each : plan.tiles()) {
            request.cancellation().throwIfCancelled();
            Tensor result = network.run(List.of(toUnit(input.read(each.read()))), request.cancellation());
            OutputCheck.require(result, expected(each.read()), Stage.DIRECT, each);
            rows.add(each, fromUnit(result));
            done += each.read().area();
            count++;
            tracker.report(count, plan.tiles().size(), done / area);
        }
        return output.picture();
    }

    private int[] expected(Rect rect) {
        return new int[] {1, 3, rect.height() * model.scale(), rect.width() * model.scale()};
    }

    /** From [-1, 1] to [0, 1], in place. */
    private static Tensor toUnit(Tensor x) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 0.5f * (x.data()[i] + 1);
        }
        return x;
    }

    /** From [0, 1] to [-1, 1], which the assembled picture is made of. */
    private static Tensor fromUnit(Tensor x) {
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = 2 * x.data()[i] - 1;
        }
        return x;
    }

    private void shrink(Throwable failure) {
        int after = Math.max(memory.smallestTile(), tile / 2 / memory.alignment() * memory.alignment());
        if (request.tileSize().isPresent() || after >= tile) {
            throw TileSizes.tooLittle(
                    request.sizes(), "exhausted memory with tiles of " + tile, memory.bytes(tile), failure);
        }
        warnings.add(
                "The run was short of memory with tiles of " + tile + " and was repeated with tiles of " + after + ".");
        tile = after;
    }

    @Override
    public List<StageForecast> forecast() {
        TilePlan plan = plan();
        Rect first = plan.tiles().get(0).read();
        double area =
                plan.tiles().stream().mapToDouble(each -> each.read().area()).sum();
        double seconds = time(first);
        if (seconds < BRIEF_SECONDS) {
            seconds = time(first);
        }
        return List.of(new StageForecast(
                StageNames.of(Stage.DIRECT),
                model.tiling().describe(plan),
                plan.tiles().size(),
                memory.bytes(tile),
                0,
                seconds,
                seconds * area / first.area()));
    }

    private double time(Rect rect) {
        long start = System.nanoTime();
        network.run(List.of(Tensor.zeros(1, 3, rect.height(), rect.width())), request.cancellation());
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void end() {
        request.cancellation().throwIfCancelled();
        tracker.end();
    }

    @Override
    public RunReport report() {
        return new RunReport(request.sizes().working(), plans, tracker.milliseconds(), warnings);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
