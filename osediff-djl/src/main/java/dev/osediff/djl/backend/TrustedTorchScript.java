package dev.osediff.djl.backend;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.RunGate;
import dev.osediff.error.BackendException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A TorchScript file of somebody else whose {@code forward} takes float32 tensors and returns one, run as it is. Such a file is
 * code: it can call all of PyTorch's operations, and whoever writes one can crash or take over the process. {@link #of}
 * therefore is the only way to open one, and its caller vouches for the file. Cancellation is asked before and after a run, which
 * PyTorch cannot stop. Thread-safe.
 */
public final class TrustedTorchScript implements CompiledNetwork {
    private static final String FORWARD = "forward";

    private final Path file;
    private final int threads;
    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final RunGate gate;

    private TrustedTorchScript(Path file, int threads) {
        this.file = file;
        this.threads = threads;
        this.manager = (PtNDManager) PyTorch.engine().newBaseManager();
        try {
            this.module = JniUtils.loadModule(manager, file, false, new String[0], new String[0], false);
        } catch (EngineException e) {
            manager.close();
            throw refused(
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"), e);
        }
        this.gate = new RunGate(file.toString(), this::free);
    }

    /**
     * Opens a file that the caller trusts as it would trust a program.
     *
     * @param threads threads of one run, at least 1
     * @throws ModelException if there is no such file, or it is no TorchScript
     * @throws BackendException if PyTorch is not there
     */
    public static TrustedTorchScript of(Path file, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        PyTorch.require("torchscript");
        if (!Files.isRegularFile(file)) {
            throw refused(file, Files.exists(file) ? "not a file" : "no such file", null);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.stream().map(ZipEntry::getName).noneMatch(name -> name.matches("[^/]*/code/.+\\.py"))) {
                throw refused(file, "an archive without code: a checkpoint, it seems", null);
            }
        } catch (IOException e) {
            throw refused(file, "no whole archive: " + e.getMessage(), e);
        }
        return new TrustedTorchScript(file, threads);
    }

    @Override
    public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
        return gate.run(() -> {
            cancellation.throwIfCancelled();
            EngineThreads.use(threads);
            try (PtNDManager values = (PtNDManager) manager.newSubManager()) {
                Tensor result = forward(values, inputs);
                cancellation.throwIfCancelled();
                return result;
            } catch (EngineException e) {
                throw failed(inputs, String.valueOf(e.getMessage()), e);
            }
        });
    }

    private Tensor forward(PtNDManager values, List<Tensor> inputs) {
        IValue[] arguments = inputs.stream()
                .map(t -> IValue.from(HostCopies.upload(values, t)))
                .toArray(IValue[]::new);
        try (IValue result = IValueUtils.runMethod(module, FORWARD, arguments)) {
            if (!result.isTensor()) {
                throw failed(inputs, "a result of type " + result.getType(), null);
            }
            PtNDArray array = result.toTensor(values);
            return HostCopies.download(array);
        } finally {
            for (IValue argument : arguments) {
                argument.close();
            }
        }
    }

    private BackendException failed(List<Tensor> inputs, String found, EngineException cause) {
        return new BackendException(
                new Problem(
                        "forward of " + file + " on " + inputs,
                        found,
                        "one float32 tensor from float32 tensors",
                        "Ask the file's author what it takes and returns."),
                cause);
    }

    private static ModelException refused(Path file, String found, Exception cause) {
        return new ModelException(
                new Problem(
                        "TorchScript file " + file,
                        found,
                        "an archive as torch.jit.save writes it",
                        "Export the model with torch.jit.script or torch.jit.trace and save that."),
                cause);
    }

    private void free() {
        module.close();
        manager.close();
    }

    @Override
    public void close() {
        gate.close();
    }
}
