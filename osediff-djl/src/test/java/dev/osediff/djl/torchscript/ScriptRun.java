package dev.osediff.djl.torchscript;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Runs one method without arguments of a script that has constants only. */
final class ScriptRun {
    private ScriptRun() {}

    /**
     * Runs a body.
     *
     * @param body statements
     * @param result the variable to return
     * @param more further methods
     */
    static Tensor run(String body, String result, List<Tensor> constants, String more) {
        String code = "  def run(self: __torch__.M) -> Tensor:\n" + body + "    return " + result + "\n" + more;
        try (PtNDManager manager = (PtNDManager) NDManager.newBaseManager("PyTorch")) {
            JniUtils.setGraphExecutorOptimize(false);
            ByteArrayInputStream archive = new ByteArrayInputStream(TorchScriptArchive.bytes(code, constants));
            try (PtSymbolBlock module = JniUtils.loadModule(manager, archive, false, false);
                    IValue value = IValueUtils.runMethod(module, "run")) {
                PtNDArray array = value.toTensor(manager);
                return DjlOps.download(array);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }
}
