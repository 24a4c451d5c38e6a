package dev.osediff.backend.plain;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.tiled.TiledRun;
import java.util.List;
import java.util.function.UnaryOperator;

/** A network with its parameters on the heap. Thread-safe. */
final class PlainNetwork implements CompiledNetwork {
    private final Network network;
    private final int threads;
    private final RunGate gate;
    private RunContext context;
    private Weights<Tensor> weights;

    PlainNetwork(Network network, TensorSource source, int threads, Gemm gemm) {
        this.network = network;
        this.threads = threads;
        this.gate = new RunGate(network.name(), this::free);
        this.context = RunContext.of(gemm, threads);
        this.weights = Weights.of(new CheckpointWeights<>(source, context.prepared()::parameter));
        ParameterShapes.of(network, source.names()).forEach(weights::tensor);
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.size() != network.inputNames().size()) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", found " + inputs.size() + " inputs");
        }
        return gate.run(() -> {
            cancellation.throwIfCancelled();
            return network.forward(new PlainOps(context.forRun(threads, cancellation)), weights, inputs);
        });
    }

    @Override
    public void runTiles(TiledRun run, Cancellation cancellation) {
        gate.run(() -> {
            cancellation.throwIfCancelled();
            run.run(network, new PlainOps(context.forRun(threads, cancellation)), weights, UnaryOperator.identity());
            return null;
        });
    }

    @Override
    public void close() {
        gate.close();
    }

    private void free() {
        context = null;
        weights = null;
    }
}
