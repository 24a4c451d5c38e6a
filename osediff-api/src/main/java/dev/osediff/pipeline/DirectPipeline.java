package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.backend.RunGate;
import java.util.List;
import java.util.OptionalInt;

/** The pipeline of a model of one part: picture, network, colour fix, picture. */
final class DirectPipeline implements Pipeline {
    private final DirectModel model;
    private final Conditioner conditioner;
    private final double activationFactor;
    private final CompiledNetwork network;
    private final RunGate gate;
    private final Admission admission;

    DirectPipeline(DirectModel model, Conditioner conditioner, Engines engines, Runnable resources) {
        this.model = model;
        this.conditioner = conditioner;
        Engine engine = engines.of(Stage.DIRECT);
        this.activationFactor = engine.backend().activationFactor();
        this.network = model.compile().apply(engine);
        this.gate = new RunGate("SuperResolver", () -> {
            try {
                network.close();
            } finally {
                resources.run();
            }
        });
        HeapLedger ledger = engine.backend().usesJavaHeap() ? HeapLedger.SHARED : HeapLedger.NATIVE;
        this.admission = new Admission(gate, ledger);
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
    public void requireFits(RunRequest request) {
        least(memory(request), request);
    }

    @Override
    public PipelineRun start(RunRequest request) {
        StageMemory memory = memory(request);
        return admission.admit(
                request,
                () -> least(memory, request),
                () -> memory.bytes(tile(memory, request, Long.MAX_VALUE)),
                (bytes, release) ->
                        new DirectRun(model, network, request, memory, tile(memory, request, bytes), release));
    }

    private StageMemory memory(RunRequest request) {
        return DirectMemory.of(model, activationFactor, request);
    }

    /** Returns the side of a tile: the one asked for, which is in output pixels, or the largest useful one within a budget. */
    private int tile(StageMemory memory, RunRequest request, long budgetBytes) {
        OptionalInt asked = request.tileSize();
        if (asked.isEmpty()) {
            return memory.largestTile(budgetBytes, model.tiling().preferred());
        }
        int side = asked.getAsInt() / model.scale() / memory.alignment() * memory.alignment();
        if (side < memory.smallestTile()) {
            throw TileSizes.tooSmall(asked.getAsInt(), memory.smallestTile() * model.scale());
        }
        return Math.min(side, memory.wholeTile());
    }

    private long least(StageMemory memory, RunRequest request) {
        long least = request.tileSize().isPresent()
                ? memory.bytes(tile(memory, request, Long.MAX_VALUE))
                : memory.smallestBytes();
        return Admission.withinBudget(request, least);
    }

    @Override
    public void close() {
        gate.close();
    }
}
