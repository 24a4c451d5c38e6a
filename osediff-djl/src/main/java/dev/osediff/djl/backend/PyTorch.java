package dev.osediff.djl.backend;

import ai.djl.engine.Engine;
import dev.osediff.backend.Availability;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;

/** Loads PyTorch's native library once for all backends and remembers why it cannot be, if it cannot. Thread-safe. */
final class PyTorch {
    private static final String ENGINE = "PyTorch";

    private PyTorch() {}

    /** Tells whether it is there; loads it. */
    static Availability availability() {
        return Probe.AVAILABILITY;
    }

    /**
     * Throws unless it is there.
     *
     * @throws BackendException with the reason and the remedy
     */
    static void require(String backend) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendException(new Problem(
                    "backend " + backend,
                    availability.detail(),
                    "PyTorch's native library and its bridge",
                    availability.remedy()));
        }
    }

    /** Returns the engine, which must be there. */
    static Engine engine() {
        return Engine.getEngine(ENGINE);
    }

    /** The result, made when first asked for. */
    private static final class Probe {
        static final Availability AVAILABILITY = probe();

        private static Availability probe() {
            // Nothing may be fetched at run time, and nobody called home.
            setDefault("ai.djl.offline", "true");
            setDefault("OPT_OUT_TRACKING", "true");
            try {
                return new Availability(true, "PyTorch " + engine().getVersion() + " through DJL, cpu", "");
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
