package dev.osediff.djl.backend;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Precision;
import dev.osediff.backend.RunGate;
import dev.osediff.djl.torchscript.ScriptPlan;
import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network's parameters in PyTorch's memory, and its scripts for the shapes that were asked for last. */
final class TorchScriptNetwork implements CompiledNetwork {
    /** Whole pictures and tiles at corners, sides and inside of three networks have fewer shapes than this. */
    private static final int MOST_SCRIPTS = 8;

    private final Network network;
    private final int threads;
    private final ScriptPlan plan;
    private final PtNDManager manager;
    private final Map<String, PtNDArray> parameters;
    private final Map<String, ScriptProgram> programs = new LinkedHashMap<>(16, 0.75f, true);
    private final RunGate gate;

    /** Reads and checks every parameter that the network will ask for; frees what it has read if one is wrong. */
    TorchScriptNetwork(Network network, TensorSource source, CompileSpec spec) {
        this.network = network;
        this.threads = spec.threads();
        this.plan = ScriptPlan.of(network, spec.precision() == Precision.BF16, source.names());
        this.manager = (PtNDManager) PyTorch.engine().newBaseManager();
        this.gate = new RunGate(network.name(), this::free);
        try {
            this.parameters = new ParameterLoading(manager, network.name(), plan.parameters(source)).load(spec);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        if (inputs.size() != network.inputNames().size()) {
            throw new IllegalArgumentException(
                    network.name() + " takes " + network.inputNames() + ", found " + inputs.size() + " inputs");
        }
        return gate.run(() -> {
            try {
                EngineThreads.use(threads);
                return program(inputs).run(inputs, parameters, cancellation);
            } catch (EngineException e) {
                throw new BackendException(
                        new Problem(
                                "a run of " + network.name() + " on " + inputs,
                                String.valueOf(e.getMessage()),
                                "PyTorch runs it",
                                "If memory is short, use smaller tiles; otherwise report it with this message."),
                        e);
            }
        });
    }

    /** Returns the script for these shapes. One that falls out of the map lives until the last run that uses it ends. */
    private ScriptProgram program(List<Tensor> inputs) {
        List<int[]> shapes = inputs.stream().map(Tensor::shape).toList();
        String key = shapes.stream().map(Arrays::toString).toList().toString();
        synchronized (programs) {
            ScriptProgram program = programs.get(key);
            if (program == null) {
                program = new ScriptProgram(manager, plan.script(shapes), network.name());
                programs.put(key, program);
                if (programs.size() > MOST_SCRIPTS) {
                    String eldest = programs.keySet().iterator().next();
                    programs.remove(eldest).close();
                }
            }
            program.retain();
            return program;
        }
    }

    private void free() {
        synchronized (programs) {
            programs.values().forEach(ScriptProgram::close);
            programs.clear();
        }
        manager.close();
    }

    @Override
    public void close() {
        gate.close();
    }
}
