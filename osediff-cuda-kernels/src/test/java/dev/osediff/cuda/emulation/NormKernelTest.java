package dev.osediff.cuda.emulation;

import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.kernel.NormPlan;
import dev.osediff.cuda.kernel.NormShape;
import dev.osediff.cuda.twin.NormTwin;
import dev.osediff.cuda.twin.Numbers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The norm kernels on the emulated device against their twin. */
class NormKernelTest {
    static double bound(ElementType type) {
        return switch (type) {
            case F32 -> 1e-12;
            case F16 -> 1e-6;
            case BF16 -> 1e-4;
        };
    }

    private static void check(NormPlan plan, ElementType type) throws Exception {
        NormShape shape = plan.shape();
        float[] x =
                ElementCodec.round(Numbers.random(shape.batch() * shape.pixels() * shape.channels(), 1, 0.5f), type);
        float[] gamma = Numbers.random(shape.channels(), 2, 1);
        float[] beta = Numbers.random(shape.channels(), 3, 0);
        List<byte[]> after = EmulatedDevice.get()
                .runAll(
                        plan.launches(),
                        plan.arguments(0, 0, 0, 0, 0),
                        List.of(
                                ElementCodec.encode(x, type),
                                new byte[x.length * type.bytes()],
                                ElementCodec.encode(gamma, ElementType.F32),
                                ElementCodec.encode(beta, ElementType.F32),
                                new byte[Math.toIntExact(plan.statisticsBytes())]));
        float[] y = ElementCodec.decode(after.get(1), type);
        Numbers.assertNear(Numbers.wide(NormTwin.run(plan, x, gamma, beta)), y, bound(type));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void oneLaunch(ElementType type) throws Exception {
        check(NormPlan.ofGroups(new NormShape(2, 77, 96, 32, 1e-5f, true), type), type);
        check(NormPlan.ofGroups(new NormShape(1, 1, 32, 32, 1e-5f, false), type), type);
        check(NormPlan.ofGroups(new NormShape(1, 1024, 320, 32, 1e-6f, true), type), type);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void twoLaunches(ElementType type) throws Exception {
        check(NormPlan.ofGroups(new NormShape(1, 8200, 128, 32, 1e-6f, true), type), type);
        check(NormPlan.ofGroups(new NormShape(2, 1025, 64, 2, 1e-6f, false), type), type);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void rowsOfTokens(ElementType type) throws Exception {
        check(NormPlan.ofRows(77, 320, 1e-5f, type), type);
        check(NormPlan.ofRows(3, 7, 1e-5f, type), type);
    }
}
