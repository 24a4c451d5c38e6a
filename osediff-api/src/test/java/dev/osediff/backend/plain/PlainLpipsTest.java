package dev.osediff.backend.plain;

import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.perceptual.LpipsContract;

class PlainLpipsTest extends LpipsContract<Tensor> {
    private final PlainOps ops = new PlainOps(RunContext.of(Gemm.best(), 2));

    @Override
    protected Ops<Tensor> ops() {
        return ops;
    }

    @Override
    protected Tensor download(Tensor value) {
        return value;
    }
}
