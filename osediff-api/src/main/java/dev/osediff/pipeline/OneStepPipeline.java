package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.RunGate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The one-step pipeline (OSEDiff, arXiv 2406.08177, eq. 3 and 4): picture, enlargement, encoder, denoiser,
 * one step, decoder, colour fix, picture. Thread-safe; runs share the heap through one ledger.
 */
final class OneStepPipeline implements Pipeline {
    private final LatentModel model;
    private final ModelCosts costs;
    private final StageNetworks networks;
    private final Conditioner conditioner;
    private final RunGate gate;
    private final Admission admission;

    private OneStepPipeline(
            LatentModel model, Engines engines, Conditioner conditioner, StageNetworks networks, Runnable resources) {
        this.model = model;
        this.conditioner = conditioner;
        this.costs = new ModelCosts(model, engines);
        this.networks = networks;
        this.gate = new RunGate("SuperResolver", () -> {
            try {
                networks.close();
            } finally {
                resources.run();
            }
        });
        this.admission = new Admission(gate, engines.ledger());
    }

    /**
     * Prepares a model; compiles it where its networks are kept.
     *
     * @param conditioner turns prompts into the denoiser's further inputs
     * @param resources what else is freed on close, after the last run
     */
    static OneStepPipeline create(LatentModel model, Conditioner conditioner, Engines engines, Runnable resources) {
        return new OneStepPipeline(model, engines, conditioner, new StageNetworks(model, engines), resources);
    }

    @Override
    public void requireOpen() {
        gate.enter().close();
    }

    @Override
    public List<Conditioner.Conditions> conditions(List<String> prompts, Cancellation cancellation) {
        return gate.run(() -> conditioner.of(prompts, cancellation));
    }

    @Override
    public OneStepRun start(RunRequest request) {
        LatentModel tiled = model.tiled(request.tilings());
        MemoryPlan memory = new MemoryPlan(tiled, costs, request);
        return admission.admit(
                request,
                () -> least(memory, tiled, request),
                () -> memory.bytes(tiles(memory, tiled, request.tileSize())),
                (bytes, release) -> {
                    Map<Stage, Integer> tiles = request.tileSize().isPresent()
                            ? tiles(memory, tiled, request.tileSize())
                            : TileSizes.within(memory, tiled, bytes);
                    return new OneStepRun(tiled, costs, networks, request, memory, tiles, release);
                });
    }

    @Override
    public void requireFits(RunRequest request) {
        LatentModel tiled = model.tiled(request.tilings());
        least(new MemoryPlan(tiled, costs, request), tiled, request);
    }

    private static Map<Stage, Integer> tiles(MemoryPlan memory, LatentModel tiled, OptionalInt tileSize) {
        return tileSize.isPresent()
                ? TileSizes.fixed(memory, tiled.downFactor(), tileSize.getAsInt())
                : TileSizes.preferred(memory, tiled);
    }

    /** Returns the bytes below which a run cannot be done; throws if the budget is smaller. */
    private static long least(MemoryPlan memory, LatentModel tiled, RunRequest request) {
        long least = request.tileSize().isPresent()
                ? memory.bytes(tiles(memory, tiled, request.tileSize()))
                : memory.smallestBytes();
        return Admission.withinBudget(request, least);
    }

    @Override
    public void close() {
        gate.close();
    }
}
