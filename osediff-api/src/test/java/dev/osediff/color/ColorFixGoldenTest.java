package dev.osediff.color;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Against what the reference implementation makes of the same two pictures. */
class ColorFixGoldenTest {
    private final FloatImage result = Pictures.fixture("result.png");
    private final FloatImage source = Pictures.fixture("source.png");

    @Test
    void adainInReferencePrecisionIsTheReferencesPicture() {
        FloatImage expected = Pictures.fixture("adain.png");

        FloatImage fixed = ColorFix.ADAIN.apply(result, source, ColorFixPrecision.REFERENCE_8_BIT);

        for (int c = 0; c < 3; c++) {
            assertArrayEquals(expected.plane(c), fixed.plane(c));
        }
    }

    /** The reference adds five bands in float32; a sample within rounding of a level may be truncated to the next lower. */
    @Test
    void waveletInReferencePrecisionIsTheReferencesPictureButForTheLastBitBeforeTruncation() {
        FloatImage expected = Pictures.fixture("wavelet.png");

        FloatImage fixed = ColorFix.WAVELET.apply(result, source, ColorFixPrecision.REFERENCE_8_BIT);

        int different = 0;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < fixed.plane(c).length; i++) {
                float levels = 255 * Math.abs(fixed.plane(c)[i] - expected.plane(c)[i]);
                assertEquals(0, levels, 1.01);
                different += levels > 0.5 ? 1 : 0;
            }
        }
        assertTrue(different <= 4, "of 38016 samples differ " + different);
    }

    @Test
    void floatPrecisionIsWithinOneLevelAboveTheTruncatedReference() {
        for (ColorFix fix : new ColorFix[] {ColorFix.ADAIN, ColorFix.WAVELET}) {
            FloatImage expected = Pictures.fixture(fix.name().toLowerCase(Locale.ROOT) + ".png");
            FloatImage fixed = fix.apply(result, source);
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < fixed.plane(c).length; i++) {
                    float levels = 255 * (fixed.plane(c)[i] - expected.plane(c)[i]);
                    assertTrue(levels > -1e-3 && levels < 1.001, fix + " differs by " + levels);
                }
            }
        }
    }
}
