package dev.osediff.ort.backend;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import dev.osediff.backend.Availability;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.error.BackendException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A graph of somebody else with one input and one output, run as it is. Thread-safe. */
public final class ForeignSession implements CompiledNetwork {
    private final Path file;
    private final String input;
    private final boolean half;
    private final OrtSession session;
    private final HostBuffers buffers = new HostBuffers();
    private final RunGate gate;

    private ForeignSession(Path file, String input, boolean half, OrtSession session) {
        this.file = file;
        this.input = input;
        this.half = half;
        this.session = session;
        this.gate = new RunGate(file.toString(), this::free);
    }

    /**
     * Loads a graph.
     *
     * @param input name of its input
     * @param half whether the input is float16
     * @throws BackendException if the engine cannot run here, or not as asked
     * @throws ModelException if the engine refuses the file
     */
    public static ForeignSession open(Path file, String input, boolean half, CompileSpec spec) {
        OrtBackend backend = new OrtBackend();
        Availability availability = backend.availability();
        if (!availability.available()) {
            throw new BackendException(new Problem(
                    "backend " + backend.name(),
                    availability.detail(),
                    "ONNX Runtime's native library",
                    availability.remedy()));
        }
        backend.requireSupported(spec);
        try (OrtSession.SessionOptions options = SessionSettings.of(spec)) {
            return new ForeignSession(
                    file, input, half, OrtRuntime.environment().createSession(file.toString(), options));
        } catch (OrtException e) {
            throw new ModelException(
                    new Problem(
                            "ONNX model " + file,
                            String.valueOf(e.getMessage()),
                            "a graph that ONNX Runtime loads",
                            "Export the model again, or check it with the onnx package."),
                    e);
        }
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        return gate.run(() -> {
            cancellation.throwIfCancelled();
            Tensor picture = inputs.get(0);
            try (HostBuffers.Borrowed borrowed = buffers.borrow();
                    OnnxTensor value = tensor(borrowed.copyOf(picture.data()), picture.shape());
                    OrtSession.RunOptions options = SessionSettings.ofRun(false);
                    OrtSession.Result result = WatchedRun.of(session, Map.of(input, value), options, cancellation)) {
                OnnxTensor output = (OnnxTensor) result.get(0);
                int[] shape = Arrays.stream(output.getInfo().getShape())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                FloatBuffer values = output.getFloatBuffer();
                float[] copy = new float[values.remaining()];
                values.get(copy);
                return Tensor.of(copy, shape);
            } catch (OrtException e) {
                throw OrtFailures.of("a run of " + file + " on " + inputs, e);
            }
        });
    }

    private OnnxTensor tensor(FloatBuffer values, int[] shape) throws OrtException {
        long[] axes = Arrays.stream(shape).asLongStream().toArray();
        if (!half) {
            return OnnxTensor.createTensor(OrtRuntime.environment(), values, axes);
        }
        ShortBuffer narrow = Fp16Conversions.convertFloatBufferToFp16Buffer(values);
        return OnnxTensor.createTensor(OrtRuntime.environment(), narrow, axes, OnnxJavaType.FLOAT16);
    }

    private void free() {
        try {
            session.close();
        } catch (OrtException e) {
            throw OrtFailures.of("closing " + file, e);
        }
    }

    @Override
    public void close() {
        gate.close();
    }
}
