package dev.osediff.ort.backend;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.Set;

/** ONNX Runtime: name "ort". Networks are written as ONNX graphs when their input shapes are known. */
public final class OrtBackend implements Backend {
    private static final String NAME = "ort";
    private static final int RANK = 8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Availability availability() {
        return OrtRuntime.availability();
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return availability().available() && OrtRuntime.serves(device) ? Set.of(Precision.FP32) : Set.of();
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendException(new Problem(
                    "backend " + NAME, availability.detail(), "ONNX Runtime's native library", availability.remedy()));
        }
        requireSupported(spec);
        return new OrtNetwork(network, weights, spec);
    }
}
