package dev.osediff.cuda.emulation;

import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.kernel.ElementwisePlan;
import dev.osediff.cuda.twin.Numbers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The element by element kernels on the emulated device against their formulas; there is no order to reproduce. */
class ElementwiseKernelTest {
    private static final int ROWS = 79;
    private static final int CHANNELS = 33;
    private static final int COUNT = ROWS * CHANNELS;

    /** The error function as the integral of its derivative by Simpson's rule, to about 1e-12 for |x| below 6. */
    private static double erf(double x) {
        int steps = 2000;
        double width = x / steps;
        double sum = 1 + Math.exp(-x * x);
        for (int i = 1; i < steps; i++) {
            double at = i * width;
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-at * at);
        }
        return 2 / Math.sqrt(Math.PI) * sum * width / 3;
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void geglu(ElementType type) throws Exception {
        float[] x = ElementCodec.round(Numbers.random(2 * COUNT, 1, 0), type);
        double[] expected = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            int row = i / CHANNELS * 2 * CHANNELS;
            double gate = x[row + CHANNELS + i % CHANNELS];
            expected[i] = x[row + i % CHANNELS] * 0.5 * gate * (1 + erf(gate / Math.sqrt(2)));
        }
        ElementwisePlan plan = ElementwisePlan.geglu(ROWS, CHANNELS, type);
        List<byte[]> after = EmulatedDevice.get()
                .runAll(
                        List.of(plan.launch()),
                        plan.gegluArguments(0, 0),
                        List.of(ElementCodec.encode(x, type), new byte[COUNT * type.bytes()]));
        Numbers.assertNear(expected, ElementCodec.decode(after.get(1), type), NormKernelTest.bound(type));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void biasAndResidual(ElementType type) throws Exception {
        float[] x = ElementCodec.round(Numbers.random(COUNT, 1, 0), type);
        float[] bias = Numbers.random(CHANNELS, 2, 0);
        float[] residual = ElementCodec.round(Numbers.random(COUNT, 3, 0), type);
        for (boolean hasResidual : new boolean[] {false, true}) {
            double[] expected = new double[COUNT];
            for (int i = 0; i < COUNT; i++) {
                expected[i] = (double) x[i] + bias[i % CHANNELS] + (hasResidual ? residual[i] : 0);
            }
            ElementwisePlan plan = ElementwisePlan.biasResidual(ROWS, CHANNELS, type);
            List<byte[]> after = EmulatedDevice.get()
                    .runAll(
                            List.of(plan.launch()),
                            plan.epilogueArguments(0, 0, 0, 0, hasResidual),
                            List.of(
                                    ElementCodec.encode(x, type),
                                    ElementCodec.encode(bias, ElementType.F32),
                                    hasResidual ? ElementCodec.encode(residual, type) : new byte[0],
                                    new byte[COUNT * type.bytes()]));
            Numbers.assertNear(expected, ElementCodec.decode(after.get(3), type), NormKernelTest.bound(type));
        }
    }
}
