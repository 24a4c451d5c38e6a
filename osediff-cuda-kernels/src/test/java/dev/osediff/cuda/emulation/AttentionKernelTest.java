package dev.osediff.cuda.emulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.cuda.kernel.AttentionPlan;
import dev.osediff.cuda.kernel.AttentionShape;
import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.cuda.kernel.LaunchPlan;
import dev.osediff.cuda.twin.AttentionCase;
import dev.osediff.cuda.twin.AttentionCase.Kind;
import dev.osediff.cuda.twin.AttentionTwin;
import dev.osediff.cuda.twin.Strided;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The attention kernel itself, on a CPU that plays the device, against its twin and against the definition. */
class AttentionKernelTest {
    private static final int LARGE_BLOCK = 227 << 10;
    private static final int SMALL_BLOCK = 64 << 10;

    private static EmulatedDevice device;

    @BeforeAll
    static void compile() throws Exception {
        device = EmulatedDevice.get();
    }

    private static Strided run(AttentionPlan plan, ElementType type, AttentionCase inputs, boolean reversed)
            throws Exception {
        Strided empty = inputs.emptyResult();
        long[][] strides = {
            inputs.q().strides(), inputs.k().strides(), inputs.v().strides(), empty.strides()
        };
        List<byte[]> buffers = new ArrayList<>();
        for (Strided tensor : List.of(inputs.q(), inputs.k(), inputs.v(), empty)) {
            buffers.add(ElementCodec.encode(tensor.data(), type));
        }
        List<byte[]> after = device.run(plan.launch(), plan.arguments(new long[4], strides), buffers, reversed);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(buffers.get(i), after.get(i), "an input was written to");
        }
        return new Strided(ElementCodec.decode(after.get(3), type), empty.strides());
    }

    private static void check(AttentionShape shape, ElementType type, Kind kind, int sharedLimit) throws Exception {
        AttentionPlan plan = AttentionPlan.of(shape, type, sharedLimit);
        AttentionCase inputs = AttentionCase.of(shape, kind).with(data -> ElementCodec.round(data, type));
        Strided expected = inputs.emptyResult();
        AttentionTwin.run(plan, inputs.q(), inputs.k(), inputs.v(), expected);
        Strided found = run(plan, type, inputs, false);
        boolean isFull = type == ElementType.F32;
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.data().length; i++) {
            float of = expected.data()[i];
            assertEquals(Float.isNaN(of), Float.isNaN(found.data()[i]), "elements between the rows are left alone");
            if (!Float.isNaN(of)) {
                largest = Math.max(largest, Math.abs(of));
                difference = Math.max(difference, Math.abs(of - found.data()[i]));
            }
        }
        double step = isFull ? 1e-5 : type == ElementType.F16 ? 1.0 / 2047 : 1.0 / 255;
        assertTrue(difference <= step * largest, plan.launch().kernel() + " differs from its twin by " + difference);
        double error = inputs.errorOf(found);
        assertTrue(error <= (isFull ? 1e-6 : 5e-4), plan.launch().kernel() + " has an error of " + error);
        Strided reversed = run(plan, type, inputs, true);
        assertArrayEquals(found.data(), reversed.data(), "the order of the threads matters: a barrier is missing");
    }

    private static AttentionShape shape(int batch, int heads, int queries, int keys, int channels, boolean causal) {
        return new AttentionShape(batch, heads, queries, keys, channels, (float) (1 / Math.sqrt(channels)), causal);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void eachHeadSizeAndType(ElementType type) throws Exception {
        for (int channels : new int[] {40, 64, 80, 128, 160, 512}) {
            check(shape(2, 2, 77, 77, channels, false), type, Kind.RANDOM, LARGE_BLOCK);
            check(shape(1, 1, 65, 65, channels, true), type, Kind.RANDOM, SMALL_BLOCK);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void hardInputs(Kind kind) throws Exception {
        check(shape(1, 2, 77, 130, 64, false), ElementType.F32, kind, LARGE_BLOCK);
        check(shape(1, 1, 33, 77, 160, false), ElementType.F16, kind, LARGE_BLOCK);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "64, 64", "1024, 77", "70, 1024", "70, 4096", "64, 4097"})
    void lengthsThatFillAndMissTheTiles(int queries, int keys) throws Exception {
        check(shape(1, 1, queries, keys, 64, false), ElementType.F32, Kind.RANDOM, LARGE_BLOCK);
    }

    @Test
    void theVaesOneHead() throws Exception {
        check(shape(1, 1, 64, 1024, 512, false), ElementType.F32, Kind.RANDOM, LARGE_BLOCK);
        check(shape(1, 1, 64, 300, 512, false), ElementType.BF16, Kind.RANDOM, SMALL_BLOCK);
    }

    @Test
    void aBlockWithLessSharedMemoryThanPlannedIsCaught() {
        AttentionPlan plan = AttentionPlan.of(shape(1, 1, 64, 64, 64, false), ElementType.F32, LARGE_BLOCK);
        LaunchPlan launch = plan.launch();
        AttentionPlan wrong = new AttentionPlan(
                plan.shape(),
                plan.tile(),
                new LaunchPlan(launch.kernel(), 1, 1, 1, launch.threads(), launch.sharedBytes() - 32));
        AttentionCase inputs = AttentionCase.of(plan.shape(), Kind.RANDOM);
        AssertionError error = assertThrows(AssertionError.class, () -> run(wrong, ElementType.F32, inputs, false));
        assertTrue(error.getMessage().contains("outside the shared memory"), error.getMessage());
    }
}
