package dev.osediff.network.perceptual;

import dev.osediff.network.NaiveOps;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;

class NaiveOpsLpipsTest extends LpipsContract<Tensor> {
    private final NaiveOps ops = new NaiveOps();

    @Override
    protected Ops<Tensor> ops() {
        return ops;
    }

    @Override
    protected Tensor download(Tensor value) {
        return value;
    }
}
