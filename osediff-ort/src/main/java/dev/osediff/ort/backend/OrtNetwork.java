package dev.osediff.ort.backend;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.List;

/** A network with its parameters in files, and sessions for the input shapes that it has met. Thread-safe. */
final class OrtNetwork implements CompiledNetwork {
    private final Network network;
    private final SessionPool sessions;
    private final RunGate gate;

    OrtNetwork(Network network, TensorSource source, CompileSpec spec) {
        this.network = network;
        this.sessions = new SessionPool(new NetworkFiles(network, source), spec);
        this.gate = new RunGate(network.name(), sessions::close);
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.size() != network.inputNames().size()) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", found " + inputs.size() + " inputs");
        }
        return gate.run(() -> {
            cancellation.throwIfCancelled();
            try (SessionPool.Lease lease =
                    sessions.lease(inputs.stream().map(Tensor::shape).toList())) {
                cancellation.throwIfCancelled();
                return lease.session().run(network, inputs, cancellation);
            }
        });
    }

    @Override
    public void close() {
        gate.close();
    }
}
