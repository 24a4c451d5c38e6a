package dev.osediff.ort.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;

/** The options of a session. */
final class SessionSettings {
    private SessionSettings() {}

    static SessionOptions of(CompileSpec spec) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(spec.threads());
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            // Threads spin between the operations of a run, and sleep between runs.
            options.addConfigEntry("session.force_spinning_stop", "1");
            if (spec.device().kind() == Device.Kind.CUDA) {
                options.addCUDA(spec.device().index());
            }
            return options;
        } catch (OrtException | RuntimeException | Error e) {
            options.close();
            throw e;
        }
    }
}
