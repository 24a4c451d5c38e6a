package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.BackendException;
import dev.osediff.network.Tensor;
import dev.osediff.tile.Tile;
import dev.osediff.tile.TilePlanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCheckTest {
    private static final int[] SHAPE = {1, 1, 2, 2};

    private final Tile tile = TilePlanner.whole(2, 2).tiles().get(0);

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotANumberIsReportedWithStageAndTile(float value) {
        Tensor output = Tensor.zeros(SHAPE);
        output.data()[3] = value;
        BackendException e =
                assertThrows(BackendException.class, () -> OutputCheck.require(output, SHAPE, Stage.DENOISE, tile));
        assertTrue(e.problem().asked().contains("denoise"), e.getMessage());
        assertTrue(e.problem().found().contains("index 3"), e.getMessage());
    }

    @Test
    void anotherShapeIsReported() {
        assertDoesNotThrow(() -> OutputCheck.require(Tensor.zeros(SHAPE), SHAPE, Stage.DECODE, tile));
        BackendException e = assertThrows(
                BackendException.class, () -> OutputCheck.require(Tensor.zeros(1, 1, 2, 3), SHAPE, Stage.DECODE, tile));
        assertTrue(e.problem().found().contains("[1, 1, 2, 3]"), e.getMessage());
        assertTrue(e.problem().limit().contains("[1, 1, 2, 2]"), e.getMessage());
    }
}
