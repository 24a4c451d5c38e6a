package dev.osediff.ort.backend;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import dev.osediff.backend.Availability;
import dev.osediff.backend.Device;
import java.util.Set;

/** ONNX Runtime's native library, loaded once, or the reason why it cannot be. */
final class OrtRuntime {
    private static final String REMEDY =
            "Put one of com.microsoft.onnxruntime:onnxruntime and onnxruntime_gpu on the class"
                    + " path, in the version this module names, and not both; their natives are for Linux and macOS on x86-64"
                    + " or 64-bit ARM, and Windows.";

    private static final long STACK_BYTES = 256L << 20;

    private OrtRuntime() {}

    /** What was found, kept by the class loader. */
    private static final class Probe {
        static final Loaded LOADED = load();
    }

    private record Loaded(OrtEnvironment environment, Set<OrtProvider> providers, Availability availability) {}

    /**
     * On a thread with a large stack: version 1.29 reads the process's command line when its environment is made, and a class path
     * of a few kilobytes in it overflows a usual stack in native code, which ends the process.
     */
    private static Loaded load() {
        Loaded[] loaded = new Loaded[1];
        Thread thread = new Thread(null, () -> loaded[0] = loadHere(), "osediff-ort-start", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return loaded[0];
    }

    private static Loaded loadHere() {
        try {
            // What matters comes as an exception; the engine's own lines do not belong on a user's console.
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "osediff");
            environment.setTelemetry(false);
            Set<OrtProvider> providers = OrtEnvironment.getAvailableProviders();
            String devices = providers.contains(OrtProvider.CUDA) ? "cpu, cuda" : "cpu";
            return new Loaded(
                    environment,
                    providers,
                    new Availability(true, "ONNX Runtime " + environment.getVersion() + ", " + devices, ""));
        } catch (Exception | LinkageError e) {
            return new Loaded(null, Set.of(), new Availability(false, "ONNX Runtime did not load: " + e, REMEDY));
        }
    }

    static Availability availability() {
        return Probe.LOADED.availability();
    }

    /** Returns the environment of an engine that is available. */
    static OrtEnvironment environment() {
        return Probe.LOADED.environment();
    }

    /** Tells whether the library was built with what a device needs. */
    static boolean serves(Device device) {
        return device.equals(Device.CPU)
                || device.kind() == Device.Kind.CUDA && Probe.LOADED.providers().contains(OrtProvider.CUDA);
    }
}
