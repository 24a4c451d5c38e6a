package dev.osediff.network.stablediffusion;

import dev.osediff.network.NaiveOps;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;

class NaiveGoldenTest extends StableDiffusionGoldenContract<Tensor> {
    private final NaiveOps naive = new NaiveOps();

    @Override
    protected Ops<Tensor> ops() {
        return naive;
    }

    @Override
    protected Tensor download(Tensor value) {
        return value;
    }
}
