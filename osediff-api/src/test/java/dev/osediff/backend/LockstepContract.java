package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.tiled.TileMode;
import dev.osediff.network.tiled.TiledRun;
import dev.osediff.tile.TileAssembler;
import dev.osediff.tile.TilePlan;
import dev.osediff.tile.TilePlanner;
import dev.osediff.tile.TileReader;
import dev.osediff.tile.TileScale;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Backend} must do whose networks run on tiles in lockstep, on a tiny decoder with random weights. Extend
 * it for each such backend.
 */
public abstract class LockstepContract {
    private static final VaeDecoder DECODER =
            new VaeDecoder(new AutoencoderConfig(3, 4, List.of(4, 6), 1, 2, 0.18215f));

    private final Tensor latent = OpsCases.random(1, 1, 4, 7, 5);
    private final TilePlan plan = TilePlanner.partition(5, 7, 3, 1);
    private final TileAssembler tiles = new TileAssembler(3, plan, TileScale.up(2));

    /** Returns the backend under test. */
    protected abstract Backend backend();

    @Test
    void joinedTilesAreTheWhole() {
        float[] before = latent.data().clone();
        try (CompiledNetwork compiled = compile(DECODER)) {
            Tensor whole = compiled.run(List.of(latent), Cancellation.NONE);
            compiled.runTiles(run(), Cancellation.NONE);
            Tensor joined = tiles.result();
            assertArrayEquals(whole.shape(), joined.shape());
            assertArrayEquals(whole.data(), joined.data(), 2e-5f);
        }
        assertEquals(6, plan.tiles().size());
        assertArrayEquals(before, latent.data());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 30})
    void endsBetweenOperationsWhenCancelled(int atQuestion) {
        CancelledException cancelled = new CancelledException(new Problem("a run", "cancelled", "none", "Run again."));
        AtomicInteger questions = new AtomicInteger();
        AtomicInteger results = new AtomicInteger();
        TiledRun counted = new TiledRun(
                plan,
                TileMode.REFERENCE,
                tile -> TileReader.read(latent, tile.read()),
                (tile, result) -> results.incrementAndGet());
        try (CompiledNetwork compiled = compile(DECODER)) {
            CancelledException e = assertThrows(
                    CancelledException.class,
                    () -> compiled.runTiles(counted, () -> {
                        if (questions.incrementAndGet() >= atQuestion) {
                            throw cancelled;
                        }
                    }));
            assertSame(cancelled.problem(), e.problem());
            assertEquals(0, results.get());
            compiled.runTiles(counted, Cancellation.NONE);
            assertEquals(plan.tiles().size(), results.get());
        }
    }

    @Test
    void tilesThatOverlapAreNotExact() {
        TilePlan overlapping = TilePlanner.halo(5, 7, 5, 1, 1);
        TiledRun wrong = new TiledRun(
                overlapping, TileMode.EXACT, tile -> TileReader.read(latent, tile.read()), (tile, result) -> {});
        try (CompiledNetwork compiled = compile(DECODER)) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> compiled.runTiles(wrong, Cancellation.NONE));
            assertTrue(e.getMessage().contains("partition the map"), e.getMessage());
        }
    }

    @Test
    void tilesAreThoseOfOneMap() {
        try (CompiledNetwork compiled = compile(TinyNetworks.smallUNet().network())) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> compiled.runTiles(run(), Cancellation.NONE));
            assertTrue(e.getMessage().contains("those of one map"), e.getMessage());
        }
    }

    @Test
    void cannotRunAfterClose() {
        CompiledNetwork compiled = compile(DECODER);
        compiled.close();
        assertThrows(ClosedException.class, () -> compiled.runTiles(run(), Cancellation.NONE));
    }

    private TiledRun run() {
        return new TiledRun(plan, TileMode.EXACT, tile -> TileReader.read(latent, tile.read()), tiles::add);
    }

    private CompiledNetwork compile(Network network) {
        CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 2);
        return backend().compile(network, new RandomWeights(network, 3), spec);
    }
}
