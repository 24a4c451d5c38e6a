package dev.osediff.backend;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.tiled.TiledRun;
import java.util.List;

/**
 * A network with its weights, ready to run on one backend. Thread-safe. {@link #close()} waits for running calls; a
 * second close does nothing; a call after close throws {@link dev.osediff.error.ClosedException}.
 */
public interface CompiledNetwork extends AutoCloseable {
    /**
     * Runs the network once.
     *
     * @param inputs host tensors in the order of the network's input names; not changed
     * @param cancellation asked between operations; what it throws ends the run
     * @return the output on the host
     * @throws dev.osediff.error.BackendException if the engine fails
     * @throws dev.osediff.error.CancelledException if the cancellation says so
     */
    Tensor run(List<Tensor> inputs, Cancellation cancellation);

    /**
     * Runs a network of one input on all tiles of a map in lockstep: each operation on every tile before the next one.
     * Memory: the activations of all tiles at once, which is what one run on the whole map has alive, without an engine's
     * scratch for the whole map. The default refuses, for engines that cannot stop between operations.
     *
     * @param run tiles, what they know of each other, where they come from and go to
     * @param cancellation asked between operations; what it throws ends the run
     * @throws BackendException if the engine cannot do this, or fails
     * @throws dev.osediff.error.CancelledException if the cancellation says so
     */
    default void runTiles(TiledRun run, Cancellation cancellation) {
        throw new BackendException(new Problem(
                "tiles in lockstep, " + run.mode(),
                getClass().getSimpleName() + ", which runs whole networks only",
                "an engine that runs operation by operation, such as java and djl",
                "Choose independent VAE tiles, or another backend."));
    }

    /** Frees the weights and all else that the engine holds. */
    @Override
    void close();
}
