package dev.osediff.djl.backend;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.tiled.TiledRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A network with its parameters as PyTorch arrays. */
final class DjlNetwork implements CompiledNetwork {
    private final Network network;
    private final NDManager manager;
    private final Weights<NDArray> weights;
    private final RunGate gate;

    /** Reads and checks every parameter that the network will ask for; frees what it has read if one is wrong. */
    DjlNetwork(Engine engine, Network network, TensorSource source) {
        this.network = network;
        this.manager = engine.newBaseManager();
        this.gate = new RunGate(network.name(), manager::close);
        try {
            WeightUpload upload = new WeightUpload(manager);
            CheckpointWeights<NDArray> provider = new CheckpointWeights<>(source, upload::upload);
            ParameterShapes.of(network, source.names()).forEach(provider::fetch);
            this.weights = Weights.of(provider);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.size() != network.inputNames().size()) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", found " + inputs.size() + " inputs");
        }
        return running(inputs.toString(), cancellation, ops -> {
            List<NDArray> values = new ArrayList<>();
            inputs.forEach(t -> values.add(ops.constant(t)));
            return DjlOps.download(network.forward(ops, weights, values));
        });
    }

    @Override
    public void runTiles(TiledRun run, Cancellation cancellation) {
        running(run.plan().describe(), cancellation, ops -> {
            run.run(network, ops, weights, DjlOps::download);
            return null;
        });
    }

    /** Runs a body on operations that live as long as it does. */
    private Tensor running(String inputs, Cancellation cancellation, Function<DjlOps, Tensor> body) {
        return gate.run(() -> {
            try (DjlOps ops = new DjlOps(manager, cancellation::throwIfCancelled)) {
                return body.apply(ops);
            } catch (EngineException e) {
                throw new BackendException(
                        new Problem(
                                "a run of " + network.name() + " on " + inputs,
                                String.valueOf(e.getMessage()),
                                "PyTorch runs it",
                                "If memory is short, use smaller tiles; otherwise report it with this message."),
                        e);
            }
        });
    }

    @Override
    public void close() {
        gate.close();
    }
}
