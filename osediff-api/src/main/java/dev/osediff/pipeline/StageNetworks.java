package dev.osediff.pipeline;

import com.google.common.base.Throwables;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import java.util.EnumMap;
import java.util.Map;

/**
 * A model's three networks on one backend: compiled at once and kept, or each one compiled for its stage and closed after
 * it. Thread-safe when kept; when staged the pipeline lets one run in at a time.
 */
final class StageNetworks implements AutoCloseable {
    private final LatentModel model;
    private final Backend backend;
    private final CompileSpec spec;
    private final Map<Stage, CompiledNetwork> kept = new EnumMap<>(Stage.class);

    /** Compiles what is kept; if one network fails the others are closed. */
    StageNetworks(LatentModel model, Backend backend, CompileSpec spec) {
        this.model = model;
        this.backend = backend;
        this.spec = spec;
        if (isStaged()) {
            return;
        }
        try {
            for (Stage stage : MemoryPlan.TILED) {
                kept.put(stage, compile(stage));
            }
        } catch (RuntimeException | Error e) {
            try {
                close();
            } catch (RuntimeException | Error again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    boolean isStaged() {
        return model.residency() == LatentModel.Residency.STAGED;
    }

    private CompiledNetwork compile(Stage stage) {
        LatentModel.Part part = model.part(stage);
        return backend.compile(part.network(), part.weights(), spec.forPart(StageNames.of(stage), part.quantisation()));
    }

    /** A network for the time of one stage. */
    interface Lease extends AutoCloseable {
        CompiledNetwork network();

        @Override
        void close();
    }

    /** Returns a stage's network, read now if it is not kept; closing the lease frees what is not. */
    Lease lease(Stage stage) {
        CompiledNetwork network = isStaged() ? compile(stage) : kept.get(stage);
        return new Lease() {
            @Override
            public CompiledNetwork network() {
                return network;
            }

            @Override
            public void close() {
                if (isStaged()) {
                    network.close();
                }
            }
        };
    }

    /** Closes all that are kept, whatever one of them throws; the first failure comes through and suppresses the others. */
    @Override
    public void close() {
        Throwable failure = null;
        for (CompiledNetwork network : kept.values()) {
            try {
                network.close();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            Throwables.throwIfUnchecked(failure);
            throw new IllegalStateException(failure);
        }
    }
}
