package dev.osediff.djl.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Winograd's functions against direct convolutions, on maps of even and odd sides, in bands of several heights. */
class WinogradTest {
    private static final float TOLERANCE = 2e-5f;

    private final NaiveOps naive = new NaiveOps();
    private final Tensor weight = OpsCases.random(2, 5, 3, 3, 3);
    private final Tensor bias = OpsCases.random(3, 5);

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,2,2,9", "2,6,8,1", "2,7,5,2", "1,9,4,3", "3,4,11,9"})
    void convolves(int n, int height, int width, int rows) {
        Tensor x = OpsCases.random(1, n, 3, height, width);
        assertClose(naive.conv2d(x, weight, bias, Conv2dSpec.SAME_3X3), run(Winograd.CONVOLUTION, x, rows));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,2,2,9", "2,6,8,1", "2,7,5,2", "1,9,4,3", "3,4,11,9"})
    void upsamplesAndConvolves(int n, int height, int width, int rows) {
        Tensor x = OpsCases.random(1, n, 3, height, width);
        Tensor upsampled = naive.upsampleNearest2d(x, 2 * height, 2 * width);
        assertClose(naive.conv2d(upsampled, weight, bias, Conv2dSpec.SAME_3X3), run(Winograd.UPSAMPLED, x, rows));
    }

    private Tensor run(String function, Tensor x, int rows) {
        String body = "    x = torch.contiguous(self.c0, memory_format=2)\n";
        String call = "torch.contiguous(self." + function + "(x, self.c1, self.c2, " + rows + "))";
        List<Tensor> constants = List.of(x, ParameterForm.WINOGRAD.arrange(weight), bias);
        return ScriptRun.run(body, call, constants, Winograd.functions());
    }

    private static void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        float largest = 0;
        for (float value : expected.data()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected.data(), found.data(), TOLERANCE * largest);
    }
}
