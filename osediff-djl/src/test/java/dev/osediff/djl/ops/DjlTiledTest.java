package dev.osediff.djl.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.tiled.TileLayout;
import dev.osediff.network.tiled.TileMode;
import dev.osediff.network.tiled.TiledOps;
import dev.osediff.network.tiled.TiledOpsContract;
import dev.osediff.network.tiled.TiledValue;
import dev.osediff.tile.Rect;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlTiledTest extends TiledOpsContract<NDArray> {
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

    /** Of a scope only the tiles of its result live on, and of a tile only its result. */
    @Test
    void whatScopesMakeIsFreed() {
        TiledOps<NDArray> tiled = new TiledOps<>(ops, TileMode.EXACT);
        TileLayout layout = new TileLayout(6, 4, List.of(new Rect(0, 0, 3, 4), new Rect(3, 0, 3, 4)));
        List<NDArray> parts = List.of(constant(1, 2, 4, 3), constant(1, 2, 4, 3));
        TiledValue<NDArray> map = tiled.tiles(layout, parts);
        TiledValue<NDArray> weight = TiledValue.shared(constant(2, 2, 3, 3));
        TiledValue<NDArray> gain = TiledValue.shared(constant(2));
        int before = manager.getManagedArrays().size();
        TiledValue<NDArray> result = tiled.scope("block", () -> {
            TiledValue<NDArray> h = tiled.conv2d(map, weight, null, Conv2dSpec.SAME_3X3);
            TiledValue<NDArray> tokens = tiled.mapToTokens(tiled.groupNormSilu(h, 2, gain, gain, 1e-6f));
            return tiled.tokensToMap(tiled.attention(tokens, tokens, tokens, 1), 4, 6);
        });
        assertEquals(2, result.parts().size());
        assertEquals(before + 2, manager.getManagedArrays().size());
        ops.close();
        assertEquals(0, manager.getManagedArrays().size());
    }

    private NDArray constant(int... shape) {
        return ops.constant(OpsCases.random(1, shape));
    }
}
