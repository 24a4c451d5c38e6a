package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.BackendException;
import dev.osediff.network.Tensor;
import dev.osediff.network.tiled.TileMode;
import dev.osediff.network.tiled.TiledRun;
import dev.osediff.tile.TilePlanner;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an engine does that runs whole networks only. */
class LockstepTest {
    /** Cannot stop between operations. */
    private static final class GraphNetwork implements CompiledNetwork {
        @Override
        public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
            return inputs.get(0);
        }

        @Override
        public void close() {}
    }

    @Test
    void itRefusesByName() {
        TiledRun run = new TiledRun(
                TilePlanner.partition(4, 4, 2, 1),
                TileMode.EXACT,
                tile -> Tensor.zeros(1, 1, 2, 2),
                (tile, result) -> {});
        try (CompiledNetwork network = new GraphNetwork()) {
            BackendException e = assertThrows(BackendException.class, () -> network.runTiles(run, Cancellation.NONE));
            assertEquals("tiles in lockstep, EXACT", e.problem().asked());
            assertTrue(e.problem().found().startsWith("GraphNetwork"), e.getMessage());
        }
    }
}
