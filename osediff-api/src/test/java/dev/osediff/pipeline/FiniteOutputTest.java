package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.BackendException;
import dev.osediff.network.Tensor;
import dev.osediff.tile.TilePlanner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteOutputTest {
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotANumberIsReportedWithStageAndTile(float value) {
        Tensor output = Tensor.zeros(1, 1, 2, 2);
        output.data()[3] = value;
        BackendException e = assertThrows(
                BackendException.class,
                () -> FiniteCheck.require(
                        output, Stage.DENOISE, TilePlanner.whole(2, 2).tiles().get(0)));
        assertTrue(e.problem().asked().contains("denoise"), e.getMessage());
        assertTrue(e.problem().found().contains("index 3"), e.getMessage());
    }
}
