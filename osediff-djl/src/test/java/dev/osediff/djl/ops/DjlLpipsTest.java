package dev.osediff.djl.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.perceptual.LpipsContract;

class DjlLpipsTest extends LpipsContract<NDArray> {
    private final NDManager manager = NDManager.newBaseManager();
    private final DjlOps ops = new DjlOps(manager);

    @Override
    protected Ops<NDArray> ops() {
        return ops;
    }

    @Override
    protected Tensor download(NDArray value) {
        return DjlOps.download(value);
    }

    @Override
    protected void cleanUp() {
        manager.close();
    }
}
