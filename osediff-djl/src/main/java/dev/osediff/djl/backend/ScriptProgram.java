package dev.osediff.djl.backend;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.osediff.backend.Cancellation;
import dev.osediff.djl.torchscript.InferenceScript;
import dev.osediff.djl.torchscript.Segment;
import dev.osediff.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A loaded script for inputs of fixed shapes. Thread-safe; freed when it is closed and no run holds it. */
final class ScriptProgram implements AutoCloseable {
    private final InferenceScript script;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private int holders = 1;

    ScriptProgram(PtNDManager parent, InferenceScript script, String name) {
        this.script = script;
        this.manager = (PtNDManager) parent.newSubManager();
        this.manager.setName(name);
        try {
            this.module = JniUtils.loadModule(manager, new ByteArrayInputStream(script.archive()), false, false);
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException("reading from memory cannot fail", e);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Says that a run will follow. */
    synchronized void retain() {
        holders++;
    }

    @Override
    public synchronized void close() {
        holders--;
        if (holders == 0) {
            module.close();
            manager.close();
        }
    }

    /** Runs once, after {@link #retain}. */
    Tensor run(List<Tensor> inputs, Map<String, PtNDArray> parameters, Cancellation cancellation) {
        try (PtNDManager values = (PtNDManager) manager.newSubManager()) {
            Map<String, PtNDArray> variables = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                variables.put(script.inputs().get(i), HostCopies.upload(values, inputs.get(i)));
            }
            for (Segment segment : script.segments()) {
                cancellation.throwIfCancelled();
                call(segment, values, variables, parameters);
            }
            return HostCopies.download(variables.get(script.result()));
        } finally {
            close();
        }
    }

    private void call(
            Segment segment, PtNDManager values, Map<String, PtNDArray> variables, Map<String, PtNDArray> parameters) {
        IValue[] arguments = new IValue[segment.arguments().size()];
        try {
            for (int i = 0; i < arguments.length; i++) {
                String name = segment.arguments().get(i);
                PtNDArray variable = variables.get(name);
                arguments[i] = IValue.from(variable == null ? parameters.get(name) : variable);
            }
            try (IValue result = IValueUtils.runMethod(module, segment.method(), arguments)) {
                PtNDArray[] results = result.toTensorArray(values);
                for (int i = 0; i < results.length; i++) {
                    variables.put(segment.results().get(i), results[i]);
                }
            }
        } finally {
            for (IValue argument : arguments) {
                if (argument != null) {
                    argument.close();
                }
            }
        }
        segment.last().forEach(name -> variables.remove(name).close());
    }
}
