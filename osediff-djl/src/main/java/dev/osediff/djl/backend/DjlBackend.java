package dev.osediff.djl.backend;

import ai.djl.engine.Engine;
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
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendException(new Problem(
                    "backend " + NAME,
                    availability.detail(),
                    "PyTorch's native library and its bridge",
                    availability.remedy()));
        }
        requireSupported(spec);
        return new DjlNetwork(Engine.getEngine(PyTorch.ENGINE), network, weights);
    }

    /** Loads the engine once and remembers why it cannot be, if it cannot. */
    private static final class PyTorch {
        static final String ENGINE = "PyTorch";
        private static final Availability AVAILABILITY = probe();

        static Availability availability() {
            return AVAILABILITY;
        }

        private static Availability probe() {
            // Nothing may be fetched at run time, and nobody called home.
            setDefault("ai.djl.offline", "true");
            setDefault("OPT_OUT_TRACKING", "true");
            try {
                Engine engine = Engine.getEngine(ENGINE);
                return new Availability(true, "PyTorch " + engine.getVersion() + " through DJL, cpu", "");
            } catch (RuntimeException | LinkageError e) {
                return new Availability(
                        false,
                        "PyTorch did not load: " + e.getMessage(),
                        "Put ai.djl.pytorch:pytorch-jni and ai.djl.pytorch:pytorch-native-cpu for this platform on the"
                                + " class path.");
            }
        }

        private static void setDefault(String key, String value) {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        }
    }
}
