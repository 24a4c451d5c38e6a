package dev.osediff.djl.torchscript;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.osediff.djl.ops.DjlOps;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The script in float32: what is downloaded is what a script of all statements so far returns. A constant, which no
 * statement can assign to, is looked up without running one.
 */
class ScriptOpsContractTest extends OpsContract<ScriptValue> {
    private static final int FLOAT32 = 6;
    private static final String CONSTANT = "self.c";

    private final ScriptOps ops = new ScriptOps(FLOAT32);

    @Override
    protected Ops<ScriptValue> ops() {
        return ops;
    }

    @Override
    protected boolean seesValues() {
        return false;
    }

    @Override
    protected Tensor download(ScriptValue value) {
        if (value.name().startsWith(CONSTANT)) {
            return ops.constants().get(Integer.parseInt(value.name().substring(CONSTANT.length())));
        }
        StringBuilder code = new StringBuilder();
        code.append("  def forward(self: __torch__.M, unused: Tensor) -> Tensor:\n")
                .append(ops.body());
        code.append("    return ").append(value.name()).append('\n');
        return run(TorchScriptArchive.bytes(code.toString(), ops.constants()));
    }

    private static Tensor run(byte[] archive) {
        try (Model model = Model.newInstance("script", "PyTorch")) {
            JniUtils.setGraphExecutorOptimize(false);
            ((PtModel) model).load(new ByteArrayInputStream(archive));
            NDArray unused = model.getNDManager().zeros(new Shape(1));
            ParameterStore store = new ParameterStore(model.getNDManager(), false);
            NDList result = model.getBlock().forward(store, new NDList(unused), false);
            return DjlOps.download(result.singletonOrThrow());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        } catch (MalformedModelException e) {
            throw new AssertionError("the engine refused the script", e);
        }
    }
}
