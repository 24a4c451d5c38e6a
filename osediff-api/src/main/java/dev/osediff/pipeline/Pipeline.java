package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import java.util.List;

/** Enlarges pictures with one model. Thread-safe; runs share the memory through one ledger. */
public interface Pipeline extends AutoCloseable {
    /**
     * Prepares a model's pipeline; compiles networks that stay in memory.
     *
     * @param conditioner turns prompts into the denoiser's further inputs; a direct model has none
     * @param resources what else is freed on close, after the last run
     */
    static Pipeline create(PipelineModel model, Conditioner conditioner, Engines engines, Runnable resources) {
        return model instanceof DirectModel direct
                ? new DirectPipeline(direct, conditioner, engines, resources)
                : OneStepPipeline.create((LatentModel) model, conditioner, engines, resources);
    }

    /** Throws {@link dev.osediff.error.ClosedException} after {@link #close()}. */
    void requireOpen();

    /**
     * Turns each prompt into the denoiser's further inputs.
     *
     * @throws dev.osediff.error.ClosedException after {@link #close()}
     */
    List<Conditioner.Conditions> conditions(List<String> prompts, Cancellation cancellation);

    /**
     * Starts a run: chooses tiles and reserves memory, waiting for other runs where it is short. The run is closed by the
     * thread that started it.
     *
     * @throws dev.osediff.error.ClosedException after {@link #close()}
     * @throws dev.osediff.error.InvalidOptionException if the tile size is too small
     * @throws dev.osediff.error.MemoryBudgetException if the run does not fit the budget or the heap
     * @throws dev.osediff.error.CancelledException if cancelled while waiting
     */
    PipelineRun start(RunRequest request);

    /**
     * Throws what {@link #start} would throw because of tile size or budget, so that nothing is computed in vain before it.
     *
     * @throws dev.osediff.error.InvalidOptionException if the tile size is too small
     * @throws dev.osediff.error.MemoryBudgetException if the run does not fit the budget
     */
    void requireFits(RunRequest request);

    /** Lets no new run start, waits for the running ones, frees the networks; see {@link dev.osediff.backend.RunGate#close()}. */
    @Override
    void close();
}
