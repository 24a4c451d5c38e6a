package dev.osediff;

import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.backend.RunGate;
import dev.osediff.error.CancelledException;
import dev.osediff.error.Problem;
import dev.osediff.model.KnownDigests;
import dev.osediff.model.RamModel;
import dev.osediff.network.Tensor;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.List;

/** A tagger's network on an engine, read when it is first needed. Owns the model. Thread-safe. */
final class TaggerNetwork implements AutoCloseable {
    private final RamModel model;
    private final Engine engine;
    private final RunGate gate;
    private final Object loading = new Object();
    private CompiledNetwork network;

    TaggerNetwork(RamModel model, Engine engine) {
        this.model = model;
        this.engine = engine;
        this.gate = new RunGate("tagger " + model.name(), this::free);
    }

    /**
     * Returns the logits of a prepared picture.
     *
     * @throws CancelledException if the thread was interrupted, which it still is then
     * @throws dev.osediff.error.ClosedException after {@link #close()}
     */
    float[] logits(Tensor picture) {
        Thread caller = Thread.currentThread();
        return gate.run(() ->
                loaded().run(List.of(picture), () -> requireGoingOn(caller)).data());
    }

    private static void requireGoingOn(Thread caller) {
        if (caller.isInterrupted()) {
            throw new CancelledException(new Problem(
                    "tags of a picture", "an interrupt", "calls that nobody interrupts", "Ask again if need be."));
        }
    }

    private CompiledNetwork loaded() {
        synchronized (loading) {
            if (network == null) {
                KnownDigests known = engine.spec()
                        .cache()
                        .map(place -> KnownDigests.in(place.folder()))
                        .orElse(KnownDigests.NONE);
                network = engine.compile("tagger", model.network(), model.weights(known), QuantisationTable.NONE);
            }
            return network;
        }
    }

    private void free() {
        synchronized (loading) {
            try {
                if (network != null) {
                    network.close();
                }
            } finally {
                model.close();
            }
        }
    }

    /** Frees all after the running questions; a second call does nothing. */
    @Override
    public void close() {
        gate.close();
    }
}
