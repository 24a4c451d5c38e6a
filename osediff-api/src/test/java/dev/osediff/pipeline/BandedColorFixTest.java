package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.backend.Cancellation;
import dev.osediff.color.ColorFix;
import dev.osediff.color.ColorFixPrecision;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandedColorFixTest {
    @ParameterizedTest
    @CsvSource({"ADAIN,40,700", "WAVELET,40,700", "WAVELET,2300,900", "NONE,40,700", "ADAIN,1,1", "WAVELET,1,1"})
    void bandsGiveWhatTheWholePictureGives(ColorFix fix, int width, int height) {
        bandsGiveWhatTheWholePictureGives(fix, width, height, ColorFixPrecision.FLOAT, 2e-5f);
    }

    @ParameterizedTest
    @CsvSource({"ADAIN,40,700", "WAVELET,2300,900", "NONE,40,700", "ADAIN,1,1"})
    void bandsRoundAsTheReferenceDoes(ColorFix fix, int width, int height) {
        // AdaIN's statistics differ in their last bits, which may move a sample over the edge of a level.
        bandsGiveWhatTheWholePictureGives(fix, width, height, ColorFixPrecision.REFERENCE_8_BIT, 1.01f / 255);
    }

    private static void bandsGiveWhatTheWholePictureGives(
            ColorFix fix, int width, int height, ColorFixPrecision precision, float tolerance) {
        FloatImage low = random(1, Math.max(1, width / 4), Math.max(1, height / 4));
        EnlargedPicture source = new EnlargedPicture(
                low, List.of(new SizePlan.Step(new Size(width, height), ResampleFilter.BICUBIC)), precision);
        FloatImage result = random(2, width, height);
        FloatImage expected = fix.apply(random(2, width, height), source.rows(0, height), precision);
        new BandedColorFix(result, source, Cancellation.NONE).apply(fix, precision);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < width * height; i++) {
                assertEquals(expected.plane(c)[i], result.plane(c)[i], tolerance, "sample " + i);
            }
        }
    }

    private static FloatImage random(long seed, int width, int height) {
        Random random = new Random(seed);
        float[][] planes = new float[3][width * height];
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = random.nextFloat();
            }
        }
        return FloatImage.of(width, height, planes);
    }
}
