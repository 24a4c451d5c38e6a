package dev.osediff.djl.torchscript;

import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.perceptual.LpipsContract;
import java.util.Map;
import java.util.Set;

class InferenceLpipsTest extends LpipsContract<ScriptValue> {
    private final InferenceOps ops = new InferenceOps(false, new ScriptWeights(Set.of(), Map.of()));

    @Override
    protected Ops<ScriptValue> ops() {
        return ops;
    }

    @Override
    protected Tensor download(ScriptValue value) {
        String contiguous = "torch.contiguous(" + value.name() + ")";
        return ScriptRun.run(ops.body(), contiguous, ops.constants(), InferenceOps.functions());
    }
}
