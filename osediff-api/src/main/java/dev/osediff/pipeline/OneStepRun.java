package dev.osediff.pipeline;

import dev.osediff.image.FloatImage;
import dev.osediff.image.Picture;
import dev.osediff.image.ResampleFilter;
import dev.osediff.network.Tensor;
import dev.osediff.tile.BandAssembler;
import dev.osediff.tile.Rect;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TileAssembler;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TileReader;
import dev.osediff.tile.TileScale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One run of the one-step pipeline. */
final class OneStepRun implements PipelineRun {
    private static final int IMAGE_CHANNELS = 3;

    /** Work of the untiled stages in multiply-adds per working pixel: they show in the progress of large pictures. */
    private static final double PLAIN_WORK = 2000;

    private final LatentModel model;
    private final ModelCosts costs;
    private final StageNetworks networks;
    private final RunRequest request;
    private final MemoryPlan memory;
    private final Map<Stage, Integer> tiles;
    private final Runnable release;
    private final Size padded;
    private final ProgressTracker tracker;
    private final TileRunner runner;
    private final Map<String, String> plans = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<Stage> inFloat32 = EnumSet.noneOf(Stage.class);
    private boolean closed;

    OneStepRun(
            LatentModel model,
            ModelCosts costs,
            StageNetworks networks,
            RunRequest request,
            MemoryPlan memory,
            Map<Stage, Integer> tiles,
            Runnable release) {
        this.model = model;
        this.costs = costs;
        this.networks = networks;
        this.request = request;
        this.memory = memory;
        this.tiles = new EnumMap<>(tiles);
        this.release = release;
        this.padded = request.sizes().working().alignedUp(model.pictureAlignment());
        this.tracker = new ProgressTracker(request.listener(), work());
        this.runner = new TileRunner(request.cancellation(), tracker);
    }

    private Map<Stage, Double> work() {
        Map<Stage, Double> work = new EnumMap<>(Stage.class);
        double pixels = padded.pixels();
        double latents = pixels / model.downFactor() / model.downFactor();
        work.put(Stage.PREPARE, PLAIN_WORK / 4 * pixels);
        work.put(Stage.ENCODE, costs.of(Stage.ENCODE).multiplyAdds() * pixels);
        work.put(Stage.DENOISE, costs.of(Stage.DENOISE).multiplyAdds() * latents * request.predictions());
        work.put(Stage.DECODE, costs.of(Stage.DECODE).multiplyAdds() * latents);
        work.put(Stage.FINISH, PLAIN_WORK * pixels);
        return work;
    }

    @Override
    public Picture enlarge(Picture picture) {
        EnlargedPicture enlarged =
                new EnlargedPicture(picture.color(), request.sizes().enlargement(), request.arithmetic());
        tracker.report(1, 1, 1);
        FloatImage colour = decode(denoise(encode(enlarged)), picture.color().channels());
        tracker.begin(Stage.FINISH);
        new BandedColorFix(colour, enlarged, request.cancellation()).apply(request.colorFix(), request.arithmetic());
        request.cancellation().throwIfCancelled();
        return picture.withPlanes(request.sizes().toOutput(colour, ResampleFilter.LANCZOS3), alpha(picture));
    }

    @Override
    public List<StageForecast> forecast() {
        return new Forecaster(model, networks, memory, request).forecast(tiles);
    }

    private Tensor encode(EnlargedPicture enlarged) {
        tracker.begin(Stage.ENCODE);
        return tiled(Stage.ENCODE, padded, plan -> {
            EncoderInput input = new EncoderInput(enlarged);
            int channels = model.form().encodedChannels(model.latentChannels());
            TileAssembler encoded = new TileAssembler(channels, plan, TileScale.down(model.downFactor()));
            runTiles(Stage.ENCODE, plan, tile -> List.of(input.read(tile.read())), encoded::add);
            return model.form().toLatent(encoded.result(), request.posteriorSeed());
        });
    }

    private Tensor denoise(Tensor latent) {
        tracker.begin(Stage.DENOISE);
        Tensor prediction = tiled(Stage.DENOISE, latentSize(), plan -> {
            TileAssembler assembler = new TileAssembler(model.latentChannels(), plan, TileScale.SAME);
            Function<Tile, List<Tensor>> inputs = tile -> {
                List<Tensor> all = new ArrayList<>();
                all.add(plan.isWhole() ? latent : TileReader.read(latent, tile.read()));
                all.addAll(request.conditions());
                return all;
            };
            runTiles(
                    Stage.DENOISE,
                    plan,
                    inputs,
                    (tile, predictions) -> assembler.add(tile, Guidance.of(predictions, request.guidance())));
            return assembler.result();
        });
        // The one step, in float32: z_H = a z_L - b prediction, and back to the autoencoder's latent.
        float[] noisy = latent.data();
        float[] clean = prediction.data();
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (model.latentGain() * noisy[i] - model.predictionGain() * clean[i])
                    / model.form().scale();
        }
        return prediction;
    }

    private FloatImage decode(Tensor latent, int channels) {
        tracker.begin(Stage.DECODE);
        DecoderOutput output = new DecoderOutput(request.sizes().working(), channels);
        return tiled(Stage.DECODE, latentSize(), plan -> {
            BandAssembler rows = new BandAssembler(IMAGE_CHANNELS, plan, TileScale.up(model.downFactor()), output);
            Function<Tile, List<Tensor>> input =
                    tile -> List.of(plan.isWhole() ? latent : TileReader.read(latent, tile.read()));
            runTiles(Stage.DECODE, plan, input, rows::add);
            return output.picture();
        });
    }

    private Size latentSize() {
        int f = model.downFactor();
        return new Size(padded.width() / f, padded.height() / f);
    }

    /**
     * Runs a stage; where the heap proves too small after all, again with tiles of half the side; where the output is not a
     * number, again in float32.
     */
    private <T> T tiled(Stage stage, Size map, Function<TilePlan, T> body) {
        StageTiling tiling = model.part(stage).tiling();
        while (true) {
            TilePlan plan = tiling.plan(map.width(), map.height(), tiles.get(stage));
            plans.put(StageNames.of(stage), tiling.describe(plan));
            try {
                return body.apply(plan);
            } catch (NonFiniteOutput e) {
                if (inFloat32.contains(stage) || !networks.canRepeatInFloat32(stage)) {
                    throw e;
                }
                inFloat32.add(stage);
                warnings.add("Stage " + StageNames.of(stage) + " gave "
                        + e.problem().found() + " and was repeated in float32.");
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!OutOfMemory.causes(e)) {
                    throw e;
                }
                shrink(stage, e);
            }
        }
    }

    private void shrink(Stage stage, Throwable failure) {
        StageMemory stageMemory = memory.stage(stage);
        int before = tiles.get(stage);
        int after =
                Math.max(stageMemory.smallestTile(), before / 2 / stageMemory.alignment() * stageMemory.alignment());
        if (request.tileSize().isPresent() || after >= before) {
            String found = "an exhausted heap in stage " + StageNames.of(stage) + " with tiles of " + before;
            throw TileSizes.tooLittle(request.sizes(), found, memory.bytes(tiles), failure);
        }
        tiles.put(stage, after);
        warnings.add("Stage " + StageNames.of(stage) + " ran out of heap with tiles of " + before
                + " and was repeated with tiles of " + after + ".");
    }

    private void runTiles(
            Stage stage, TilePlan plan, Function<Tile, List<Tensor>> input, BiConsumer<Tile, Tensor> output) {
        StageNetworks.Lease lease = inFloat32.contains(stage) ? networks.leaseInFloat32(stage) : networks.lease(stage);
        runner.run(
                stage,
                lease,
                new TileRunner.Form(model.part(stage).tiling().lockstep(), rect -> outputShape(stage, rect)),
                plan,
                input,
                output);
    }

    private int[] outputShape(Stage stage, Rect rect) {
        int[] shape = model.outputShape(stage, rect);
        shape[0] = stage == Stage.DENOISE ? request.predictions() : 1;
        return shape;
    }

    private Optional<FloatImage> alpha(Picture picture) {
        return picture.alpha().map(plane -> request.sizes().toOutput(plane, ResampleFilter.BICUBIC));
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
