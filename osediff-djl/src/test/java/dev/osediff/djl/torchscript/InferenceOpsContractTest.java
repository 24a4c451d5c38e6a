package dev.osediff.djl.torchscript;

import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;
import java.util.Map;
import java.util.Set;

/** The script for inference in float32: what is downloaded is what a script of all statements so far returns. */
class InferenceOpsContractTest extends OpsContract<ScriptValue> {
    private final InferenceOps ops = new InferenceOps(false, new ScriptWeights(Set.of(), Map.of()));

    @Override
    protected Ops<ScriptValue> ops() {
        return ops;
    }

    /** PyTorch's group norm of a channels-last map subtracts the squared mean from the mean square, which cancels. */
    @Override
    protected double tolerance() {
        return 1e-4;
    }

    @Override
    protected boolean seesValues() {
        return false;
    }

    @Override
    protected Tensor download(ScriptValue value) {
        String contiguous = "torch.contiguous(" + value.name() + ")";
        return ScriptRun.run(ops.body(), contiguous, ops.constants(), InferenceOps.functions());
    }
}
