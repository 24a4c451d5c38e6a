package dev.osediff.djl.backend;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.Speed;
import dev.osediff.backend.Workload;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.Set;

/**
 * PyTorch through DJL, fed with TorchScript that is written here: name "torchscript". On the processor in float32 and
 * bfloat16; bfloat16 is fast on processors that have instructions for it. The threads of a run are those asked for, set
 * on the calling thread; threads that PyTorch starts by itself follow {@code ai.djl.pytorch.num_threads}.
 */
public final class TorchScriptBackend implements Backend {
    private static final String NAME = "torchscript";

    /** Measured with two threads of a server's processor with bfloat16: the library and its natives, then the published model. */
    private static final double START_SECONDS = 2.5;

    private static final double GIGA_MACS_FP32 = 98;
    private static final double GIGA_MACS_BF16 = 192;

    /** The embedded model's. */
    private static final double SMALL_GIGA_MACS_FP32 = 70;

    private static final double SMALL_GIGA_MACS_BF16 = 133;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Speed speed(Workload work) {
        boolean half = work.precision() == Precision.BF16;
        double small = half ? SMALL_GIGA_MACS_BF16 : SMALL_GIGA_MACS_FP32;
        double large = half ? GIGA_MACS_BF16 : GIGA_MACS_FP32;
        return new Speed(START_SECONDS, work.gigaMacs() / (work.isSmall() ? small : large));
    }

    @Override
    public Availability availability() {
        return PyTorch.availability();
    }

    /** Measured on the published model: wide convolutions have their filters transformed. */
    @Override
    public double weightFactor(Precision precision) {
        return precision == Precision.BF16 ? 0.7 : 1.4;
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return device.equals(Device.CPU) ? Set.of(Precision.FP32, Precision.BF16) : Set.of();
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        PyTorch.require(NAME);
        requireSupported(spec);
        return new TorchScriptNetwork(network, weights, spec);
    }
}
