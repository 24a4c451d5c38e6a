package dev.osediff.cuda.emulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.cuda.kernel.ElementType;
import org.junit.jupiter.api.Test;

/** The conversions that the other tests lean on. */
class ElementCodecTest {
    @Test
    void everyHalfNumberSurvivesTheWayToFloatAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = ElementCodec.fromHalf((short) bits);
            if (!Float.isNaN(value)) {
                assertEquals((short) bits, ElementCodec.half(value), "bits " + Integer.toHexString(bits));
            }
        }
    }

    @Test
    void halvesRoundToTheNearestWithTiesToEven() {
        float step = 1f / 1024;
        float[] values = {1 + step / 2, 1 + 1.5f * step, 1 + 0.51f * step, 65519.9f, 65520f, 3e-8f, 2.9e-8f, 5.9e-8f};
        float[] rounded = {1, 1 + 2 * step, 1 + step, 65504, Float.POSITIVE_INFINITY, 0x1p-24f, 0, 0x1p-24f};
        assertArrayEquals(rounded, ElementCodec.round(values, ElementType.F16));
    }

    @Test
    void brainFloatsRoundToTheNearestWithTiesToEven() {
        float step = 1f / 128;
        float[] values = {1 + step / 2, 1 + 1.5f * step, 1 + 0.51f * step, -3.0e38f, Float.NEGATIVE_INFINITY, 0f};
        float[] rounded = {1, 1 + 2 * step, 1 + step, -0x1.c4p127f, Float.NEGATIVE_INFINITY, 0f};
        assertArrayEquals(rounded, ElementCodec.round(values, ElementType.BF16));
    }
}
