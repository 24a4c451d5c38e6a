package dev.osediff.network.tiled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.stablediffusion.GoldenModel;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The autoencoder of the golden model in tiles, on one implementation of {@link Ops}: exact tiles equal the whole map, and
 * the reference's do not. Extend it for each implementation.
 *
 * @param <T> the implementation's value type
 */
public abstract class TiledOpsContract<T> {
    /** Largest difference of exact tiles from the whole map, relative to the largest value: rounding in other orders. */
    private static final double ROUNDING = 1e-5;

    private static final int FACTOR = 8;

    private final GoldenModel model = new GoldenModel();

    /** Returns the operations under test; the same instance within one test. */
    protected abstract Ops<T> ops();

    /** Copies a value to the host. */
    protected abstract Tensor download(T value);

    /** Frees what a test has made; does nothing unless overridden. */
    protected void cleanUp() {}

    @AfterEach
    final void afterEach() {
        cleanUp();
    }

    @ParameterizedTest
    @CsvSource({
        "40, 24, '', ''",
        "40, 24, '16', ''",
        "40, 24, '', '8'",
        "56, 40, '16 40', '8 32'",
        "48, 48, '8 16 24 32 40', '24'",
        "32, 24, '8', '16'",
    })
    void exactEncoderTilesEqualTheWhole(int width, int height, String columns, String rows) {
        VaeEncoder encoder = new VaeEncoder(model.vaeConfig());
        Tensor image = OpsCases.random(1, 1, 3, height, width);
        TileLayout layout = TestLayouts.grid(width, height, columns, rows);
        assertClose(whole(encoder, image), tiled(encoder, TileMode.EXACT, layout, image, 1, FACTOR));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 5, '', ''",
        "7, 5, '3', ''",
        "7, 5, '', '1'",
        "9, 7, '1 4 8', '2 6'",
        "4, 3, '1 2 3', '1 2'",
        "6, 9, '2 4', '8'",
    })
    void exactDecoderTilesEqualTheWhole(int width, int height, String columns, String rows) {
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor latent = OpsCases.random(2, 1, 4, height, width);
        TileLayout layout = TestLayouts.grid(width, height, columns, rows);
        assertClose(whole(decoder, latent), tiled(decoder, TileMode.EXACT, layout, latent, FACTOR, 1));
    }

    @ParameterizedTest
    @EnumSource(TileMode.class)
    void oneTileIsWhatTheEngineGives(TileMode mode) {
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor latent = OpsCases.random(3, 1, 4, 5, 6);
        TileLayout layout = TestLayouts.grid(6, 5, "", "");
        assertArrayEquals(
                whole(decoder, latent).data(),
                tiled(decoder, mode, layout, latent, FACTOR, 1).data());
    }

    @ParameterizedTest
    @EnumSource(TileMode.class)
    void theOrderOfTheTilesDoesNotMatter(TileMode mode) {
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor latent = OpsCases.random(4, 1, 4, 7, 8);
        TileLayout layout = TestLayouts.grid(8, 7, "3 6", "2");
        Tensor expected = tiled(decoder, mode, layout, latent, FACTOR, 1);
        assertClose(expected, tiled(decoder, mode, TestLayouts.shuffled(layout, 5), latent, FACTOR, 1));
    }

    @Test
    void theReferencesTilesDiffer() {
        VaeDecoder decoder = new VaeDecoder(model.vaeConfig());
        Tensor latent = OpsCases.random(6, 1, 4, 6, 8);
        TileLayout layout = TestLayouts.grid(8, 6, "4", "3");
        Tensor reference = tiled(decoder, TileMode.REFERENCE, layout, latent, FACTOR, 1);
        assertTrue(TestLayouts.difference(whole(decoder, latent), reference) > 100 * ROUNDING);
    }

    @Test
    void bordersThatTheStrideDoesNotDivideAreRefused() {
        VaeEncoder encoder = new VaeEncoder(model.vaeConfig());
        Tensor image = OpsCases.random(1, 1, 3, 16, 32);
        TileLayout layout = TestLayouts.grid(32, 16, "12", "");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> tiled(encoder, TileMode.EXACT, layout, image, 1, FACTOR));
        assertTrue(e.getMessage().contains("multiples of 2"), e.getMessage());
    }

    private Tensor whole(Network network, Tensor input) {
        return download(network.forward(ops(), weights(network), List.of(ops().constant(input))));
    }

    private Tensor tiled(Network network, TileMode mode, TileLayout layout, Tensor input, int up, int down) {
        TiledOps<T> tiled = new TiledOps<>(ops(), mode);
        List<T> parts = new ArrayList<>();
        TestLayouts.cut(input, layout).forEach(part -> parts.add(ops().constant(part)));
        TiledValue<T> map = tiled.tiles(layout, parts);
        TiledValue<T> result = network.forward(tiled, TiledOps.shared(weights(network)), List.of(map));
        List<Tensor> tiles = result.parts().stream().map(this::download).toList();
        Tensor joined = TestLayouts.joined(tiles, layout, up, down);
        assertArrayEquals(tiled.shape(result), joined.shape());
        assertEquals(layout.size(), tiles.size());
        return joined;
    }

    private Weights<T> weights(Network network) {
        CheckpointWeights<T> weights = new CheckpointWeights<>(model.vaeWeights(), ops()::constant);
        ParameterShapes.of(network, model.vaeWeights().names()).forEach(weights::fetch);
        return Weights.of(weights);
    }

    private static void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        double difference = TestLayouts.difference(expected, found);
        assertTrue(difference <= ROUNDING, "relative difference " + difference);
    }
}
