package dev.osediff.network.tiled;

import dev.osediff.network.NaiveOps;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;

class NaiveTiledTest extends TiledOpsContract<Tensor> {
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
