package dev.osediff.djl.backend;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.djl.torchscript.ScriptParameters;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a network's parameters into PyTorch's memory: from the kept archive if there is a whole one, else from a new one,
 * which is kept if there is a place for it.
 */
final class ParameterLoading {
    private static final Logger LOG = LoggerFactory.getLogger(TorchScriptBackend.class);

    /** Archives up to this length do without a file. */
    private static final long MOST_BYTES_IN_MEMORY = 48L << 20;

    private static final int BUFFER_BYTES = 1 << 20;

    private final PtNDManager manager;
    private final String network;
    private final ScriptParameters parameters;

    ParameterLoading(PtNDManager manager, String network, ScriptParameters parameters) {
        this.manager = manager;
        this.network = network;
        this.parameters = parameters;
    }

    /** Returns the arrays by the names of the parameters; they belong to the manager. */
    Map<String, PtNDArray> load(CompileSpec spec) {
        Optional<KeptArchive> kept = spec.cache().map(this::place);
        if (kept.isPresent() && kept.get().isWhole()) {
            try {
                return read(kept.get().file());
            } catch (EngineException e) {
                LOG.warn("{} cannot be read and is made anew", kept.get().file(), e);
            }
        }
        if (kept.isPresent() && kept.get().replace(this::write)) {
            return read(kept.get().file());
        }
        return parameters.bytes() <= MOST_BYTES_IN_MEMORY ? throughMemory() : throughFile();
    }

    private KeptArchive place(CompileCache cache) {
        return new KeptArchive(
                cache, parameters.describe() + "\nPyTorch " + PyTorch.engine().getVersion());
    }

    private void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            parameters.write(out);
        }
    }

    private Map<String, PtNDArray> throughFile() {
        Path file = null;
        try {
            file = Files.createTempFile("osediff-torchscript", ".pt");
            write(file);
            return read(file);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "the parameters of " + network + ", " + parameters.bytes() + " bytes",
                            String.valueOf(e),
                            "a folder for temporary files with that much room",
                            "Give the resolver a cache folder, or -Djava.io.tmpdir another place."),
                    e);
        } finally {
            KeptArchive.deleteQuietly(file);
        }
    }

    private Map<String, PtNDArray> throughMemory() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            parameters.write(bytes);
            try (PtSymbolBlock module =
                    JniUtils.loadModule(manager, new ByteArrayInputStream(bytes.toByteArray()), false, false)) {
                return arrays(module, parameters.names());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
    }

    private Map<String, PtNDArray> read(Path file) {
        try (PtSymbolBlock module = JniUtils.loadModule(manager, file, false, new String[0], new String[0], false)) {
            return arrays(module, parameters.names());
        }
    }

    private Map<String, PtNDArray> arrays(PtSymbolBlock module, List<String> names) {
        Map<String, PtNDArray> arrays = new HashMap<>();
        try (IValue result = IValueUtils.runMethod(module, ScriptParameters.METHOD)) {
            PtNDArray[] values = result.toTensorArray(manager);
            for (int i = 0; i < values.length; i++) {
                arrays.put(names.get(i), values[i]);
            }
        }
        return arrays;
    }
}
