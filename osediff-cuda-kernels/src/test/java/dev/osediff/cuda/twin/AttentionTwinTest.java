package dev.osediff.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.cuda.kernel.AttentionPlan;
import dev.osediff.cuda.kernel.AttentionShape;
import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.twin.AttentionCase.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tiled form against the definition, over lengths that fill, miss and exceed the tiles. */
class AttentionTwinTest {
    private static final double BOUND = 1e-6;
    private static final int LARGE_BLOCK = 227 << 10;
    private static final int SMALL_BLOCK = 64 << 10;

    private static AttentionShape shape(int heads, int queries, int keys, int channels, boolean causal) {
        return new AttentionShape(1, heads, queries, keys, channels, (float) (1 / Math.sqrt(channels)), causal);
    }

    private static double error(AttentionShape shape, Kind kind, int sharedLimit) {
        AttentionCase inputs = AttentionCase.of(shape, kind);
        Strided result = inputs.emptyResult();
        AttentionTwin.run(
                AttentionPlan.of(shape, ElementType.F32, sharedLimit), inputs.q(), inputs.k(), inputs.v(), result);
        return inputs.errorOf(result);
    }

    private static void assertClose(double error) {
        assertTrue(error <= BOUND, "squared error over squared reference is " + error);
    }

    @ParameterizedTest
    @CsvSource({"40", "64", "80", "128", "160", "512"})
    void shortLengthsOfEachHeadSize(int channels) {
        for (int length : new int[] {1, 7, 64, 77}) {
            for (Kind kind : Kind.values()) {
                assertClose(error(shape(2, length, length, channels, false), kind, LARGE_BLOCK));
                assertClose(error(shape(1, length, length, channels, true), kind, SMALL_BLOCK));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 77, 64", "5, 77, 64", "5, 1024, 64", "1, 4096, 64", "1, 4097, 40", "1, 1024, 512"})
    void theNetworksSelfAttention(int heads, int length, int channels) {
        assertClose(error(shape(heads, length, length, channels, false), Kind.RANDOM, LARGE_BLOCK));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyKeysForFewQueries(Kind kind) {
        assertClose(error(shape(1, 70, 4096, 64, false), kind, LARGE_BLOCK));
        assertClose(error(shape(1, 70, 4097, 128, false), kind, LARGE_BLOCK));
        assertClose(error(shape(1, 33, 4097, 160, false), kind, LARGE_BLOCK));
        assertClose(error(shape(1, 20, 4097, 512, false), kind, SMALL_BLOCK));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void crossAttentionAndCausalOfALongText(Kind kind) {
        assertClose(error(shape(5, 1024, 77, 64, false), kind, LARGE_BLOCK));
        assertClose(error(shape(2, 300, 300, 80, true), kind, LARGE_BLOCK));
        assertClose(error(shape(2, 100, 40, 64, true), kind, LARGE_BLOCK));
    }

    @Test
    void equalKeysGiveTheMeanOfTheValues() {
        AttentionShape shape = shape(1, 3, 77, 64, false);
        AttentionCase inputs = AttentionCase.of(shape, Kind.EQUAL_KEYS);
        Strided result = inputs.emptyResult();
        AttentionTwin.run(
                AttentionPlan.of(shape, ElementType.F32, LARGE_BLOCK), inputs.q(), inputs.k(), inputs.v(), result);
        double mean = 0;
        for (int key = 0; key < 77; key++) {
            mean += inputs.v().data()[inputs.v().at(0, 0, key, 5)] / 77.0;
        }
        assertEquals(mean, result.data()[result.at(0, 0, 2, 5)], 1e-6);
    }

    @Test
    void aWrongResultIsFarOutsideTheBound() {
        AttentionShape shape = shape(1, 7, 77, 64, false);
        AttentionCase inputs = AttentionCase.of(shape, Kind.RANDOM);
        Strided result = inputs.emptyResult();
        AttentionShape oneKeyLess = shape(1, 7, 76, 64, false);
        AttentionTwin.run(
                AttentionPlan.of(oneKeyLess, ElementType.F32, LARGE_BLOCK), inputs.q(), inputs.k(), inputs.v(), result);
        assertTrue(inputs.errorOf(result) > 1e3 * BOUND);
    }
}
