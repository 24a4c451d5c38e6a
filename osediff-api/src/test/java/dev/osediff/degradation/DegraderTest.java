package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.image.FloatImage;
import dev.osediff.metrics.Psnr;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DegraderTest {
    private static final FloatImage SCENE = TestScenes.scene(128, 96);

    @ParameterizedTest
    @EnumSource(DegradationPreset.class)
    void theResultHasTheAskedSizeAndEightBitLevelsAndRepeats(DegradationPreset preset) {
        for (double scale : new double[] {1, 1.7, 2, 4}) {
            DegradationConfig config = preset.config().withScale(scale);
            FloatImage low = Degrader.degrade(SCENE, config, 3);
            assertEquals(Math.round(128 / scale), low.width());
            assertEquals(Math.round(96 / scale), low.height());
            for (float sample : low.plane(2)) {
                assertTrue(sample >= 0 && sample <= 1);
                assertEquals(Math.round(sample * 255), sample * 255, 1e-4);
            }
            assertEquals(TestScenes.checksum(low), TestScenes.checksum(Degrader.degrade(SCENE, config, 3)));
        }
    }

    @Test
    void aSeedGivesTheSameBitsOnEveryJvm() {
        assertEquals(
                614147499L, TestScenes.checksum(Degrader.degrade(SCENE, DegradationPreset.REFERENCE.config(), 12345)));
        assertEquals(
                806871547L,
                TestScenes.checksum(Degrader.degrade(SCENE, DegradationPreset.FIRST_ORDER.config(), 12345)));
    }

    @Test
    void anotherSeedGivesAnotherPicture() {
        DegradationConfig config = DegradationPreset.FIRST_ORDER.config();
        assertNotEquals(
                TestScenes.checksum(Degrader.degrade(SCENE, config, 1)),
                TestScenes.checksum(Degrader.degrade(SCENE, config, 2)));
    }

    @Test
    void presetsLoseMoreInTheOrderOfTheirSeverity() {
        List<DegradationPreset> order = List.of(
                DegradationPreset.CLEAN,
                DegradationPreset.MILD,
                DegradationPreset.FIRST_ORDER,
                DegradationPreset.REFERENCE);
        double last = Double.POSITIVE_INFINITY;
        for (DegradationPreset preset : order) {
            double psnr = meanPsnr(preset, 60);
            assertTrue(psnr < last - 0.1, preset + " has " + psnr + " dB after " + last);
            last = psnr;
        }
        double clean = meanPsnr(DegradationPreset.EVALUATION_CLEAN, 1);
        double mild = meanPsnr(DegradationPreset.EVALUATION_MILD, 4);
        double heavy = meanPsnr(DegradationPreset.EVALUATION_HEAVY, 60);
        assertTrue(clean > mild && mild > heavy, clean + " " + mild + " " + heavy);
    }

    @Test
    void theMeanColourHardlyMoves() {
        FloatImage sum = FloatImage.black(1, 1, 3);
        int runs = 40;
        for (int seed = 0; seed < runs; seed++) {
            FloatImage low = Degrader.degrade(SCENE, DegradationPreset.REFERENCE.config(), seed);
            for (int c = 0; c < 3; c++) {
                sum.plane(c)[0] += (float) TestScenes.mean(low.plane(c)) / runs;
            }
        }
        for (int c = 0; c < 3; c++) {
            assertEquals(TestScenes.mean(SCENE.plane(c)), sum.plane(c)[0], 0.01);
        }
    }

    @ParameterizedTest
    @EnumSource(DegradationPreset.class)
    void aGreyPictureStaysOnePlane(DegradationPreset preset) {
        FloatImage low = Degrader.degrade(TestScenes.grey(SCENE), preset.config(), 5);
        assertEquals(1, low.channels());
        assertEquals(32, low.width());
    }

    @Test
    void tinyPicturesAreServed() {
        for (int seed = 0; seed < 30; seed++) {
            FloatImage low = Degrader.degrade(
                    TestScenes.flat(1, 3, 0.5f, 0.5f, 0.5f), DegradationPreset.REFERENCE.config(), seed);
            assertEquals(1, low.width());
            assertEquals(1, low.height());
        }
    }

    @Test
    void theInputIsNotChanged() {
        FloatImage input = TestScenes.scene(64, 64);
        long before = TestScenes.checksum(input);
        Degrader.degrade(input, DegradationPreset.REFERENCE.config(), 1);
        Degrader.degrade(input, DegradationPreset.CLEAN.config().withScale(1), 1);
        assertEquals(before, TestScenes.checksum(input));
    }

    @Test
    void alphaAndNonsenseAreRefused() {
        DegradationConfig config = DegradationPreset.CLEAN.config();
        assertThrows(InvalidImageException.class, () -> Degrader.degrade(FloatImage.black(8, 8, 2), config, 1));
        assertThrows(IllegalArgumentException.class, () -> config.withScale(0.5));
        assertThrows(IllegalArgumentException.class, () -> config.withScale(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Range(2, 1));
        assertThrows(IllegalArgumentException.class, () -> JpegConfig.of(1, new Range(0, 50)));
        assertThrows(IllegalArgumentException.class, () -> JpegConfig.of(1.5, new Range(10, 50)));
        assertThrows(
                IllegalArgumentException.class, () -> BlurConfig.gaussian(1, 12, KernelMix.ISOTROPIC, Range.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new KernelMix(0, 0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> ResizeConfig.toOutput(List.of()));
    }

    private static double meanPsnr(DegradationPreset preset, int runs) {
        double sum = 0;
        for (int seed = 0; seed < runs; seed++) {
            FloatImage low = Degrader.degrade(SCENE, preset.config(), seed);
            sum += Psnr.y(Resize.apply(low, 128, 96, ResizeMethod.BICUBIC_ANTIALIASED), SCENE, 4);
        }
        return sum / runs;
    }
}
