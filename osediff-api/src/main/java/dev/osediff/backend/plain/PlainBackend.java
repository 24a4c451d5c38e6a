package dev.osediff.backend.plain;

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
 * The engine in plain Java: name "java", float32 on the processor, available everywhere. With the Vector API
 * ({@code --add-modules jdk.incubator.vector}) it is several times as fast; {@code -Dosediff.vector=false} switches that
 * off. Results are equal for any number of threads, and differ in the last bits between the two forms.
 */
public final class PlainBackend implements Backend {
    private static final String NAME = "java";
    /** Measured with two threads of a server's processor: the embedded model with vectors and without, and the published one. */
    private static final double VECTOR_GIGA_MACS = 82;

    private static final double SCALAR_GIGA_MACS = 24;
    private static final double LARGE_GIGA_MACS = 15;

    /** Creates the backend; for {@link java.util.ServiceLoader}. */
    public PlainBackend() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Speed speed(Workload work) {
        double small = Gemm.best() instanceof ScalarGemm ? SCALAR_GIGA_MACS : VECTOR_GIGA_MACS;
        return new Speed(0, work.gigaMacs() / (work.isSmall() ? small : LARGE_GIGA_MACS));
    }

    @Override
    public Availability availability() {
        Gemm gemm = Gemm.best();
        String remedy = gemm instanceof ScalarGemm ? "Start Java with --add-modules jdk.incubator.vector." : "";
        return new Availability(
                true, Runtime.getRuntime().availableProcessors() + " processors, " + gemm.describe(), remedy);
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
    public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
        requireSupported(spec);
        return new PlainNetwork(network, weights, spec.threads(), Gemm.best());
    }
}
