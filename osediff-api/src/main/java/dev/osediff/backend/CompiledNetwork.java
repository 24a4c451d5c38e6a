package dev.osediff.backend;

import dev.osediff.network.Tensor;
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

    /** Frees the weights and all else that the engine holds. */
    @Override
    void close();
}
