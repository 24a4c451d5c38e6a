package dev.osediff.ort.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import java.nio.file.Path;

/** The options of a session. */
final class SessionSettings {
    private SessionSettings() {}

    /**
     * Returns the options of a run.
     *
     * @param frees whether the memory of activations goes back to the system after the run, or stays for the next
     */
    static RunOptions ofRun(boolean frees) throws OrtException {
        RunOptions options = new RunOptions();
        try {
            if (frees) {
                options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            }
            return options;
        } catch (OrtException | RuntimeException | Error e) {
            options.close();
            throw e;
        }
    }

    /** Returns the options of a session that optimises its graph. */
    static SessionOptions of(CompileSpec spec) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(spec.threads());
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            // Its rewritings copy each dequantisation for each of its readers.
            options.addConfigEntry("session.disable_quant_qdq", "1");
            // Threads spin between the operations of a run, and sleep between runs.
            options.addConfigEntry("session.force_spinning_stop", "1");
            // A plan of memory would stand beside what the first run has left in the arena.
            options.setMemoryPatternOptimization(false);
            if (spec.device().kind() == Device.Kind.CUDA) {
                options.addCUDA(spec.device().index());
            }
            return options;
        } catch (OrtException | RuntimeException | Error e) {
            options.close();
            throw e;
        }
    }

    /** Lets a session save what it has made of its graph, weights in the engine's own layout included. */
    static void saveTo(SessionOptions options, Path folder) throws OrtException {
        options.setOptimizedModelFilePath(folder.resolve(GraphCache.MODEL).toString());
        options.addConfigEntry("session.optimized_model_external_initializers_file_name", GraphCache.DATA);
        options.addConfigEntry("session.optimized_model_external_initializers_min_size_in_bytes", "1024");
        options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
    }

    /** Lets a session take its graph as it is. */
    static void asItIs(SessionOptions options) throws OrtException {
        options.setOptimizationLevel(OptLevel.NO_OPT);
    }
}
