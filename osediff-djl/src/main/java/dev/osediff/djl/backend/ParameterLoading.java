package dev.osediff.djl.backend;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.osediff.backend.CompileSpec;
import dev.osediff.djl.torchscript.ScriptParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings a network's parameters into PyTorch's memory. */
final class ParameterLoading {
    private final PtNDManager manager;

    ParameterLoading(PtNDManager manager, String network, CompileSpec spec) {
        this.manager = manager;
    }

    Map<String, PtNDArray> load(ScriptParameters parameters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            parameters.write(bytes);
            try (PtSymbolBlock module =
                    JniUtils.loadModule(manager, new ByteArrayInputStream(bytes.toByteArray()), false, false)) {
                return arrays(module, parameters.names());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
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
