package dev.osediff.backend;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import java.util.List;
import java.util.Set;

/** The backend of docs/adding-a-backend.md: the oracle's slow loops behind the two interfaces, and nothing left out. */
final class ExampleBackend implements Backend {
    @Override
    public String name() {
        return "example";
    }

    @Override
    public Availability availability() {
        return new Availability(true, "one thread", "");
    }

    @Override
    public boolean usesJavaHeap() {
        return true;
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return device.equals(Device.CPU) ? Set.of(Precision.FP32) : Set.of();
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource source, CompileSpec spec) {
        requireSupported(spec);
        NaiveOps ops = new NaiveOps();
        CheckpointWeights<Tensor> weights = new CheckpointWeights<>(source, ops::constant);
        ParameterShapes.of(network, source.names()).forEach(weights::fetch);
        return new ExampleNetwork(network, weights, new RunGate(network.name(), () -> {}));
    }

    /** The network and its weights; runs may overlap, since the operations keep nothing. */
    private record ExampleNetwork(Network network, WeightProvider<Tensor> weights, RunGate gate)
            implements CompiledNetwork {
        @Override
        public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
            if (inputs.size() != network.inputNames().size()) {
                throw new IllegalArgumentException(network.name() + " takes " + network.inputNames());
            }
            return gate.run(() -> network.forward(new NaiveOps(), Weights.of(asking(cancellation)), inputs));
        }

        /** Weights that ask whether to go on each time one is fetched, which is about once an operation. */
        private WeightProvider<Tensor> asking(Cancellation cancellation) {
            return new WeightProvider<>() {
                @Override
                public Tensor fetch(String path, int... shape) {
                    cancellation.throwIfCancelled();
                    return weights.fetch(path, shape);
                }

                @Override
                public boolean has(String path) {
                    return weights.has(path);
                }
            };
        }

        @Override
        public void close() {
            gate.close();
        }
    }
}
