package dev.osediff.ort.backend;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Speed;
import dev.osediff.backend.Workload;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.Set;

/** ONNX Runtime: name "ort". Networks are written as ONNX graphs when their input shapes are known. */
public final class OrtBackend implements Backend {
    private static final String NAME = "ort";
    /** Measured with two threads of a server's processor: the library and a graph, then the published model. */
    private static final double START_SECONDS = 0.6;

    private static final double GIGA_MACS_FP32 = 145;
    private static final double GIGA_MACS_INT8 = 290;

    /** The processor has no such arithmetic: the engine converts around every operation, and filters as Winograd does not. */
    private static final double GIGA_MACS_FP16 = 45;

    /** The embedded model's. */
    private static final double SMALL_GIGA_MACS_FP32 = 60;

    private static final double SMALL_GIGA_MACS_INT8 = 185;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Speed speed(Workload work) {
        double small = SMALL_GIGA_MACS_FP32;
        double large = GIGA_MACS_FP32;
        if (work.precision() == Precision.INT8) {
            small = SMALL_GIGA_MACS_INT8;
            large = GIGA_MACS_INT8;
        } else if (work.precision() == Precision.FP16) {
            large = GIGA_MACS_FP16;
        }
        return new Speed(START_SECONDS, work.gigaMacs() / (work.isSmall() ? small : large));
    }

    @Override
    public Availability availability() {
        return OrtRuntime.availability();
    }

    /** Measured on the published model: wide convolutions have their filters transformed, or in bytes. */
    @Override
    public double weightFactor(Precision precision) {
        return precision == Precision.INT8 ? 0.45 : 1.4;
    }

    @Override
    public Set<Precision> precisions(Device device) {
        if (!availability().available() || !OrtRuntime.serves(device)) {
            return Set.of();
        }
        return device.equals(Device.CPU)
                ? Set.of(Precision.FP32, Precision.FP16, Precision.INT8)
                : Set.of(Precision.FP32, Precision.FP16);
    }

    /** Coefficients of Winograd's filtering and the gaps of the engine's arena: measured on the decoder of Stable Diffusion. */
    @Override
    public double activationFactor() {
        return 4;
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
