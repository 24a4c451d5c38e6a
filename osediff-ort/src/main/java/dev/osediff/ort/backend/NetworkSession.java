package dev.osediff.ort.backend;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One graph, loaded. Thread-safe but for {@link #close}, which must wait for runs. */
final class NetworkSession implements AutoCloseable {
    private final OrtSession session;
    private final HostBuffers buffers = new HostBuffers();

    private NetworkSession(OrtSession session) {
        this.session = session;
    }

    /** How a graph is loaded. */
    @FunctionalInterface
    interface Manner {
        /** Optimised, and no more. */
        Manner PLAIN = options -> {};

        void adjust(OrtSession.SessionOptions options) throws OrtException;
    }

    static NetworkSession open(String network, Path graph, CompileSpec spec, Manner manner) {
        try (OrtSession.SessionOptions options = SessionSettings.of(spec)) {
            manner.adjust(options);
            return new NetworkSession(OrtRuntime.environment().createSession(graph.toString(), options));
        } catch (OrtException e) {
            throw OrtFailures.of("loading the graph of " + network, e);
        }
    }

    /** Copies the inputs in, runs, and copies the output out. */
    Tensor run(Network network, List<Tensor> inputs, boolean frees, Cancellation cancellation) {
        Map<String, OnnxTensor> values = new LinkedHashMap<>();
        try (HostBuffers.Borrowed borrowed = buffers.borrow()) {
            for (int i = 0; i < inputs.size(); i++) {
                Tensor input = inputs.get(i);
                FloatBuffer host = borrowed.copyOf(input.data());
                long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
                values.put(network.inputNames().get(i), OnnxTensor.createTensor(OrtRuntime.environment(), host, shape));
            }
            cancellation.throwIfCancelled();
            try (OrtSession.RunOptions options = SessionSettings.ofRun(frees);
                    OrtSession.Result result = WatchedRun.of(session, values, options, cancellation)) {
                OnnxTensor output = (OnnxTensor) result.get(0);
                int[] shape = Arrays.stream(output.getInfo().getShape())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                return Tensor.of(output.getFloatBuffer().array(), shape);
            }
        } catch (OrtException e) {
            throw OrtFailures.of("a run of " + network.name() + " on " + inputs, e);
        } finally {
            values.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtFailures.of("closing a session", e);
        }
    }
}
