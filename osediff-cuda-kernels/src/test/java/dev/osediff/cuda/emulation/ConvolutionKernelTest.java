package dev.osediff.cuda.emulation;

import dev.osediff.cuda.kernel.ConvolutionPlan;
import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.twin.ConvolutionTwin;
import dev.osediff.cuda.twin.Numbers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The convolution kernel on the emulated device against its twin. */
class ConvolutionKernelTest {
    private static void check(ConvolutionPlan plan, ElementType type, boolean hasResidual) throws Exception {
        int parts = plan.upsample() ? 4 : 1;
        int count = plan.batch() * parts * plan.partHeight() * plan.partWidth() * plan.outChannels();
        float[] x = ElementCodec.round(
                Numbers.random(plan.batch() * plan.height() * plan.width() * plan.inChannels(), 1, 0), type);
        float[] weights = ElementCodec.round(
                Numbers.random(parts * plan.outChannels() * plan.kernel() * plan.kernel() * plan.inChannels(), 2, 0),
                type);
        float[] bias = Numbers.random(plan.outChannels(), 3, 0);
        float[] residual = hasResidual ? ElementCodec.round(Numbers.random(count, 4, 0), type) : null;
        List<byte[]> after = EmulatedDevice.get()
                .runAll(
                        List.of(plan.launch(type)),
                        plan.arguments(0, 0, 0, 0, 0, hasResidual),
                        List.of(
                                ElementCodec.encode(x, type),
                                ElementCodec.encode(weights, type),
                                ElementCodec.encode(bias, ElementType.F32),
                                hasResidual ? ElementCodec.encode(residual, type) : new byte[0],
                                new byte[count * type.bytes()]));
        Numbers.assertNear(
                Numbers.wide(ConvolutionTwin.run(plan, x, weights, bias, residual)),
                ElementCodec.decode(after.get(4), type),
                NormKernelTest.bound(type));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void upsampled(ElementType type) throws Exception {
        check(ConvolutionPlan.ofUpsampled(2, 9, 8, 20, 70), type, false);
        check(ConvolutionPlan.ofUpsampled(1, 1, 1, 3, 3), type, true);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void filtersStridesAndPadding(ElementType type) throws Exception {
        check(new ConvolutionPlan(1, 16, 16, 32, 64, 3, 1, 1, false), type, true);
        check(new ConvolutionPlan(2, 13, 11, 5, 3, 3, 2, 1, false), type, false);
        check(new ConvolutionPlan(1, 8, 9, 33, 65, 1, 1, 0, false), type, true);
    }
}
