package dev.osediff.pipeline;

import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.RunGate;
import dev.osediff.error.ClosedException;
import java.util.Map;

/**
 * The one-step pipeline (OSEDiff, arXiv 2406.08177, eq. 3 and 4) on one backend: picture, enlargement, encoder, denoiser,
 * one step, decoder, colour fix, picture. Thread-safe; runs share the heap through one ledger.
 */
public final class OneStepPipeline implements AutoCloseable {
    private final CompiledModel compiled;
    private final HeapLedger ledger;
    private final RunGate gate;

    private OneStepPipeline(CompiledModel compiled, HeapLedger ledger) {
        this.compiled = compiled;
        this.ledger = ledger;
        this.gate = new RunGate("SuperResolver", compiled::close);
    }

    /** Compiles a model. */
    public static OneStepPipeline create(LatentModel model, Backend backend, CompileSpec spec) {
        return create(model, backend, spec, HeapLedger.SHARED);
    }

    static OneStepPipeline create(LatentModel model, Backend backend, CompileSpec spec, HeapLedger ledger) {
        return new OneStepPipeline(CompiledModel.compile(model, backend, spec), ledger);
    }

    /** Returns the model. */
    public LatentModel model() {
        return compiled.model();
    }

    /** Throws {@link ClosedException} after {@link #close()}. */
    public void requireOpen() {
        gate.enter().close();
    }

    /**
     * Starts a run: chooses tiles and reserves memory, waiting for other runs where it is short. The run is closed by the
     * thread that started it.
     *
     * @throws ClosedException after {@link #close()}
     * @throws dev.osediff.error.InvalidOptionException if the tile size is too small
     * @throws dev.osediff.error.MemoryBudgetException if the run does not fit the budget or the heap
     * @throws dev.osediff.error.CancelledException if cancelled while waiting
     */
    public OneStepRun start(RunRequest request) {
        RunGate.Run run = gate.enter();
        try {
            request.cancellation().throwIfCancelled();
            MemoryPlan memory = new MemoryPlan(compiled, request.sizes(), request.form());
            int factor = compiled.model().downFactor();
            boolean fixed = request.tileSize().isPresent();
            Map<Stage, Integer> tiles = fixed
                    ? TileSizes.fixed(memory, factor, request.tileSize().getAsInt())
                    : TileSizes.preferred(memory, factor);
            long least = fixed ? memory.bytes(tiles) : memory.smallestBytes();
            long budget = request.memoryBudgetBytes().orElse(Long.MAX_VALUE);
            if (budget < least) {
                throw TileSizes.tooLittle(request.sizes(), "a budget of " + budget + " bytes", least, null);
            }
            long wanted = Math.min(budget, memory.bytes(tiles));
            HeapLedger.Reservation reservation = ledger.reserve(wanted, request.cancellation());
            try {
                if (reservation.bytes() < least) {
                    throw TileSizes.tooLittle(
                            request.sizes(), reservation.bytes() + " bytes free on the heap", least, null);
                }
                Map<Stage, Integer> chosen = fixed ? tiles : TileSizes.within(memory, factor, reservation.bytes());
                return new OneStepRun(compiled, request, memory, chosen, () -> {
                    reservation.close();
                    run.close();
                });
            } catch (RuntimeException | Error e) {
                reservation.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    /** Lets no new run start, waits for the running ones, frees the networks; see {@link RunGate#close()}. */
    @Override
    public void close() {
        gate.close();
    }
}
