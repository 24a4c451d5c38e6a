package dev.osediff.ort.writer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channels of the operations' contract are too few for this way of convolving. */
class WinogradTest {
    /** Relative to the largest output: the transforms' factors of up to 25 cost some digits. */
    private static final double TOLERANCE = 2e-5;

    @ParameterizedTest
    @CsvSource({"128,128,32,32", "128,130,33,31", "160,128,34,64", "129,131,65,30"})
    void convolves(int in, int out, int height, int width) {
        Tensor x = OpsCases.random(1, 1, in, height, width);
        Tensor weight = OpsCases.random(2, out, in, 3, 3);
        Tensor bias = OpsCases.random(3, out);
        Tensor expected = new NaiveOps().conv2d(x, weight, bias, Conv2dSpec.SAME_3X3);
        try (GraphUnderTest graph = new GraphUnderTest()) {
            Value found = graph.ops()
                    .conv2d(graph.input(x), graph.parameter(weight), graph.parameter(bias), Conv2dSpec.SAME_3X3);
            assertTrue(
                    graph.operators().contains("DepthToSpace"),
                    graph.operators().toString());
            assertClose(expected, graph.compute(found));
        }
    }

    @ParameterizedTest
    @CsvSource({"128,128,16,16", "128,130,18,20", "140,128,22,16"})
    void doublesAndConvolves(int in, int out, int height, int width) {
        Tensor x = OpsCases.random(1, 1, in, height, width);
        Tensor weight = OpsCases.random(2, out, in, 3, 3);
        Tensor bias = OpsCases.random(3, out);
        Tensor expected = new NaiveOps().upsampleConv2d(x, weight, bias, 2 * height, 2 * width);
        try (GraphUnderTest graph = new GraphUnderTest()) {
            Value found = graph.ops()
                    .upsampleConv2d(
                            graph.input(x), graph.parameter(weight), graph.parameter(bias), 2 * height, 2 * width);
            assertEquals(
                    1, graph.operators().stream().filter("DepthToSpace"::equals).count());
            assertTrue(graph.operators().contains("MatMul"), graph.operators().toString());
            assertClose(expected, graph.compute(found));
        }
    }

    /** A band of few bytes holds one row of tiles. */
    @ParameterizedTest
    @CsvSource({"3,4,16,8,1", "5,6,33,31,1", "4,3,30,17,9000", "4,3,30,17,20000"})
    void bandsAreOneMap(int in, int out, int height, int width, long bytes) {
        Tensor x = OpsCases.random(1, 1, in, height, width);
        Tensor weight = OpsCases.random(2, out, in, 3, 3);
        try (GraphUnderTest graph = new GraphUnderTest()) {
            Tensor found = graph.winograd(bytes, false, x, weight, height, width);
            assertTrue(graph.operators().contains("Concat"), graph.operators().toString());
            assertClose(new NaiveOps().conv2d(x, weight, null, Conv2dSpec.SAME_3X3), found);
        }
    }

    @ParameterizedTest
    @CsvSource({"3,4,16,8,1", "5,6,32,30,4000"})
    void bandsOfADoubledMapAreOneMap(int in, int out, int height, int width, long bytes) {
        Tensor x = OpsCases.random(1, 1, in, height, width);
        Tensor weight = OpsCases.random(2, out, in, 3, 3);
        try (GraphUnderTest graph = new GraphUnderTest()) {
            Tensor found = graph.winograd(bytes, true, x, weight, 2 * height, 2 * width);
            assertTrue(graph.operators().contains("Concat"), graph.operators().toString());
            assertClose(new NaiveOps().upsampleConv2d(x, weight, null, 2 * height, 2 * width), found);
        }
    }

    private static void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        double scale = 0;
        for (float value : expected.data()) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.data().length; i++) {
            assertEquals(expected.data()[i], found.data()[i], TOLERANCE * scale, "element " + i);
        }
    }
}
