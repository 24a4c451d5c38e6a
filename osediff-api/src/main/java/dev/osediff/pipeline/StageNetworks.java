package dev.osediff.pipeline;

import com.google.common.base.Throwables;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import java.util.EnumMap;
import java.util.Map;

/**
 * A model's networks on their engines: compiled at once and kept, or each one compiled for its stage and closed after
 * it. Thread-safe when kept; when staged the pipeline lets one run in at a time.
 */
final class StageNetworks implements AutoCloseable {
    private final LatentModel model;
    private final Engines engines;
    private final Map<Stage, CompiledNetwork> kept = new EnumMap<>(Stage.class);

    /** Compiles what is kept; if one network fails the others are closed. */
    StageNetworks(LatentModel model, Engines engines) {
        this.model = model;
        this.engines = engines;
        if (isStaged()) {
            return;
        }
        try {
            for (Stage stage : MemoryPlan.TILED) {
                kept.put(stage, compile(stage, engines.of(stage)));
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

    private CompiledNetwork compile(Stage stage, Engine engine) {
        LatentModel.Part part = model.part(stage);
        return engine.compile(StageNames.of(stage), part.network(), part.weights(), part.quantisation());
    }

    /** Tells whether a stage that failed for its precision could be repeated in float32. */
    boolean canRepeatInFloat32(Stage stage) {
        Engine engine = engines.of(stage);
        return engines.retriesInFloat32() && engine.spec().precision() != Precision.FP32 && engine.has(Precision.FP32);
    }

    /** A network for the time of one stage. */
    interface Lease extends AutoCloseable {
        CompiledNetwork network();

        @Override
        void close();
    }

    /** Returns a stage's network, read now if it is not kept; closing the lease frees what is not. */
    Lease lease(Stage stage) {
        return isStaged()
                ? passing(compile(stage, engines.of(stage)))
                : new Lease() {
                    @Override
                    public CompiledNetwork network() {
                        return kept.get(stage);
                    }

                    @Override
                    public void close() {}
                };
    }

    /** Returns a stage's network in float32 for one repetition; closing the lease frees it. */
    Lease leaseInFloat32(Stage stage) {
        return passing(compile(stage, engines.of(stage).in(Precision.FP32)));
    }

    private static Lease passing(CompiledNetwork network) {
        return new Lease() {
            @Override
            public CompiledNetwork network() {
                return network;
            }

            @Override
            public void close() {
                network.close();
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
