package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.Degrader;
import dev.osediff.image.FloatImage;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.metrics.GradientEnergy;
import dev.osediff.metrics.MeanColor;
import dev.osediff.metrics.Psnr;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model in the jar does what it is for: nearer to the truth than bicubic, sharper, with the colours it was given. */
class EmbeddedModelQualityTest {
    private static final int SIDE = 192;
    private static final int SCALE = 4;

    @ParameterizedTest
    @CsvSource({"EVALUATION_CLEAN, 1.5", "EVALUATION_MILD, 1", "EVALUATION_HEAVY, 0.3"})
    void isNearerToTheTruthThanBicubic(DegradationPreset preset, double leastGainDecibels) {
        FloatImage truth = scene();
        FloatImage low = Degrader.degrade(truth, preset.config(), 5);
        BufferedImage input = PictureConverter.toBufferedImage(
                PictureConverter.fromBufferedImage(TestPictures.rgb(1, 1)).withPlanes(low, Optional.empty()));
        FloatImage bicubic = Resampler.resize(low, SIDE, SIDE, ResampleFilter.BICUBIC);
        FloatImage result;
        try (SuperResolver resolver = SuperResolver.create()) {
            result = PictureConverter.fromBufferedImage(resolver.upscale(input)).color();
        }
        double gain = Psnr.y(result, truth, SCALE) - Psnr.y(bicubic, truth, SCALE);
        assertTrue(gain >= leastGainDecibels, "gain " + gain + " dB");
        double sharper = GradientEnergy.y(result) / GradientEnergy.y(bicubic);
        assertTrue(sharper > 1.1, "gradient energy " + sharper + " times bicubic's");
        double shift = MeanColor.largestDifferenceInLevels(result, bicubic);
        assertTrue(shift <= 0.5, "mean colour moved by " + shift + " levels");
    }

    private static FloatImage scene() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(70, 110, 90));
        graphics.fillRect(0, 0, SIDE, SIDE);
        for (int i = 0; i < 14; i++) {
            graphics.setColor(Color.getHSBColor(i * 0.19f, 0.5f, 0.35f + 0.04f * i));
            graphics.fillOval(13 * i % 150, 37 * i % 150, 20 + 3 * i, 50 - 2 * i);
        }
        graphics.dispose();
        return PictureConverter.fromBufferedImage(image).color();
    }
}
