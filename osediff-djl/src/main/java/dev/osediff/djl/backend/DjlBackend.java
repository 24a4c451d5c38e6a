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
 * PyTorch through DJL, eager, on the processor in float32: name "djl". PyTorch's threads are one setting per
 * process ({@code ai.djl.pytorch.num_threads}), so {@link CompileSpec#threads()} is not applied here.
 */
public final class DjlBackend implements Backend {
    private static final String NAME = "djl";
    /** Measured with two threads of a server's processor: the library and its natives, then the published model. */
    private static final double START_SECONDS = 2.5;

    private static final double GIGA_MACS = 55;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Speed speed(Workload work) {
        return new Speed(START_SECONDS, work.gigaMacs() / GIGA_MACS);
    }

    @Override
    public Availability availability() {
        return PyTorch.availability();
    }

    /** Arrays live to the end of their scope, a residual block: measured on the decoder of Stable Diffusion. */
    @Override
    public double activationFactor() {
        return 4.5;
    }

    @Override
    public Set<Precision> precisions(Device device) {
        return device.equals(Device.CPU) ? Set.of(Precision.FP32) : Set.of();
    }

    @Override
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        PyTorch.require(NAME);
        requireSupported(spec);
        return new DjlNetwork(PyTorch.engine(), network, weights);
    }
}
