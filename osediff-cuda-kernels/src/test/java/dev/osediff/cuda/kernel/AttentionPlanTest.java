package dev.osediff.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles, grids and shared memory against the limits of the devices. */
class AttentionPlanTest {
    private static final int SM_75 = 64 << 10;
    private static final int SM_90 = 227 << 10;

    private static AttentionPlan plan(int heads, int queries, int channels, int sharedLimit) {
        return AttentionPlan.of(
                new AttentionShape(2, heads, queries, 77, channels, 0.125f, false), ElementType.F16, sharedLimit);
    }

    /** Most shared memory of a block after opting in, from the table of compute capabilities, in KiB. */
    @ParameterizedTest
    @CsvSource({"75, 64", "80, 163", "86, 99", "89, 99", "90, 227"})
    void everyHeadSizeFitsEveryGeneration(int capability, int kibibytes) {
        for (AttentionTile tile : AttentionTile.values()) {
            AttentionPlan plan = plan(1, 100, tile.channels(), kibibytes << 10);
            assertTrue(plan.launch().sharedBytes() <= kibibytes << 10, "sm_" + capability + " " + plan);
        }
    }

    @Test
    void theLargestTileThatFitsIsTaken() {
        assertEquals(AttentionTile.D512, plan(1, 4096, 512, SM_90).tile());
        assertEquals(AttentionTile.D512_SMALL, plan(1, 4096, 512, SM_75).tile());
    }

    @Test
    void theGridCoversAllQueries() {
        LaunchPlan launch = plan(5, 4096, 64, SM_75).launch();
        assertEquals(
                new LaunchPlan("attention_f16_d64_64x64", 64, 5, 2, 128, 52224),
                plan(5, 4096, 64, SM_90).launch());
        assertTrue(launch.sharedBytes() <= SM_75);
        assertEquals(65, plan(5, 4097, 64, SM_90).launch().gridX());
        assertEquals(1, plan(5, 1, 64, SM_90).launch().gridX());
    }

    @Test
    void optingInIsAskedForAbove48KiB() {
        assertFalse(new LaunchPlan("k", 1, 1, 1, 32, 48 << 10).needsOptIn());
        assertTrue(new LaunchPlan("k", 1, 1, 1, 32, (48 << 10) + 1).needsOptIn());
    }

    @Test
    void whatCannotBeLaunchedIsRefusedWithAReason() {
        assertTrue(assertThrows(InvalidOptionException.class, () -> plan(1, 64, 96, SM_90))
                .getMessage()
                .contains("96"));
        assertThrows(InvalidOptionException.class, () -> plan(1, 64, 512, 16 << 10));
        assertThrows(InvalidOptionException.class, () -> plan(65536, 64, 64, SM_90));
        assertThrows(InvalidOptionException.class, () -> plan(1, 0, 64, SM_90));
        assertThrows(InvalidOptionException.class, () -> new LaunchPlan("k", 1, 1, 1, 100, 0));
        assertThrows(
                InvalidOptionException.class, () -> new AttentionShape(1, 1, 1, 1, 64, Float.POSITIVE_INFINITY, false));
    }

    @Test
    void argumentsLieAsTheDeviceReadsThem() {
        byte[] bytes = new KernelArguments()
                .address(1)
                .integer(2)
                .number(3)
                .integer(4)
                .address(5)
                .integer(6)
                .toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(40, bytes.length);
        assertEquals(1, buffer.getLong(0));
        assertEquals(3f, buffer.getFloat(12));
        assertEquals(4, buffer.getInt(16));
        assertEquals(5, buffer.getLong(24));
        assertEquals(6, buffer.getInt(32));
    }
}
