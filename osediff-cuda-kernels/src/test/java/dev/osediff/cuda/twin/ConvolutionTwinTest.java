package dev.osediff.cuda.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.cuda.kernel.ConvolutionPlan;
import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.kernel.LaunchPlan;
import dev.osediff.cuda.kernel.UpsampleWeights;
import dev.osediff.error.InvalidOptionException;
import org.junit.jupiter.api.Test;

/** The gathered product against the definition, and four 2×2 against upsampling followed by 3×3. */
class ConvolutionTwinTest {
    /** Returns the 3×3 convolution with padding 1 of a picture that is doubled first; weights [out, in, 3, 3]. */
    static double[] naiveUpsampled(ConvolutionPlan plan, float[] x, float[] weights, float[] bias) {
        int height = 2 * plan.height();
        int width = 2 * plan.width();
        double[] y = new double[plan.batch() * height * width * plan.outChannels()];
        for (int i = 0; i < y.length; i++) {
            int out = i % plan.outChannels();
            int pixel = i / plan.outChannels();
            y[i] = bias[out];
            for (int tap = 0; tap < 9; tap++) {
                int row = pixel / width % height + tap / 3 - 1;
                int column = pixel % width + tap % 3 - 1;
                if (row >= 0 && row < height && column >= 0 && column < width) {
                    int batch = pixel / width / height;
                    int from = ((batch * plan.height() + row / 2) * plan.width() + column / 2) * plan.inChannels();
                    for (int in = 0; in < plan.inChannels(); in++) {
                        y[i] += (double) x[from + in] * weights[(out * plan.inChannels() + in) * 9 + tap];
                    }
                }
            }
        }
        return y;
    }

    /** Returns a convolution by its definition; weights [out, kernel, kernel, in]. */
    static double[] naive(ConvolutionPlan plan, float[] x, float[] weights, float[] bias) {
        int width = plan.partWidth();
        double[] y = new double[plan.batch() * plan.partHeight() * width * plan.outChannels()];
        for (int batch = 0, i = 0; batch < plan.batch(); batch++) {
            for (int pixel = 0; pixel < plan.partHeight() * width; pixel++) {
                for (int out = 0; out < plan.outChannels(); out++, i++) {
                    y[i] = bias[out];
                    for (int ky = 0; ky < plan.kernel(); ky++) {
                        for (int kx = 0; kx < plan.kernel(); kx++) {
                            int row = pixel / width * plan.stride() + ky - plan.padding();
                            int column = pixel % width * plan.stride() + kx - plan.padding();
                            if (row < 0 || row >= plan.height() || column < 0 || column >= plan.width()) {
                                continue;
                            }
                            for (int in = 0; in < plan.inChannels(); in++) {
                                int at = (batch * plan.height() + row) * plan.width() + column;
                                int tap = (out * plan.kernel() + ky) * plan.kernel() + kx;
                                y[i] += (double) x[at * plan.inChannels() + in] * weights[tap * plan.inChannels() + in];
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    @Test
    void fourSmallFiltersAreUpsamplingAndOneLargeFilter() {
        for (int[] size : new int[][] {{1, 1}, {1, 5}, {4, 3}, {9, 8}}) {
            ConvolutionPlan plan = ConvolutionPlan.ofUpsampled(2, size[0], size[1], 6, 5);
            float[] x = Numbers.random(2 * size[0] * size[1] * 6, 1, 0);
            float[] weights = Numbers.random(5 * 6 * 9, 2, 0);
            float[] bias = Numbers.random(5, 3, 0);
            Numbers.assertNear(
                    naiveUpsampled(plan, x, weights, bias),
                    ConvolutionTwin.run(plan, x, UpsampleWeights.fold(weights, 5, 6), bias, null),
                    1e-12);
        }
    }

    @Test
    void filtersStridesAndPadding() {
        for (int[] form : new int[][] {{1, 1, 0}, {3, 1, 1}, {3, 2, 1}, {3, 2, 0}, {5, 1, 2}}) {
            ConvolutionPlan plan = new ConvolutionPlan(2, 9, 7, 5, 4, form[0], form[1], form[2], false);
            float[] x = Numbers.random(2 * 9 * 7 * 5, 1, 0);
            float[] weights = Numbers.random(4 * form[0] * form[0] * 5, 2, 0);
            float[] bias = Numbers.random(4, 3, 0);
            Numbers.assertNear(naive(plan, x, weights, bias), ConvolutionTwin.run(plan, x, weights, bias, null), 1e-12);
        }
    }

    @Test
    void theGridCoversThePictureAndItsFourParts() {
        assertEquals(
                new LaunchPlan("convolution_f16", 256, 8, 4, 256, 8704),
                ConvolutionPlan.ofUpsampled(1, 128, 128, 512, 512).launch(ElementType.F16));
        assertEquals(
                new LaunchPlan("convolution_f32", 65, 1, 1, 256, 8704),
                new ConvolutionPlan(1, 65, 64, 128, 3, 3, 1, 1, false).launch(ElementType.F32));
        assertThrows(InvalidOptionException.class, () -> new ConvolutionPlan(1, 2, 2, 1, 1, 3, 1, 0, false));
        assertThrows(InvalidOptionException.class, () -> new ConvolutionPlan(1, 0, 2, 1, 1, 1, 1, 0, false));
    }
}
