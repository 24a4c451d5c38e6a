package dev.osediff.djl.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsContract;
import dev.osediff.network.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlOpsContractTest extends OpsContract<NDArray> {
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

    @Test
    void manyQueriesAreTakenInBlocksAndGiveTheSame() {
        int length = 5000;
        float[] values = new float[length * 4];
        new SeededRandom(7).fillGaussian(values, 1);
        NDArray x = ops.constant(Tensor.of(values, 1, length, 4));
        NDArray whole = ops.attention(x, x, x, 1);
        int half = length / 2;
        NDArray first = ops.attention(ops.slice(x, 1, 0, half), x, x, 1);
        NDArray second = ops.attention(ops.slice(x, 1, half, length), x, x, 1);
        float[] expected =
                DjlOps.download(ops.concat(List.of(first, second), 1)).data();
        assertArrayEquals(expected, DjlOps.download(whole).data(), 1e-6f);
    }
}
