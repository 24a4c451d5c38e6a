package dev.osediff.examples.evaluation;

import dev.osediff.color.ColorFix;
import dev.osediff.image.FloatImage;
import dev.osediff.metrics.GradientEnergy;
import dev.osediff.metrics.MeanColor;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One photograph, degraded once, enlarged with bicubic resampling and by the model.
 *
 * @param path the photograph
 * @param degradation how it was made bad
 * @param colorFix the model's colour fix
 * @param bicubic quality of the bicubic enlargement
 * @param model quality of the model's
 * @param truthGradientEnergy of the photograph
 * @param colorShiftLevels largest difference over the channels of the two enlargements' mean colours, in 255ths
 * @param seconds wall time of the model
 */
public record Comparison(
        Path path,
        Degradation degradation,
        ColorFix colorFix,
        Quality bicubic,
        Quality model,
        double truthGradientEnergy,
        double colorShiftLevels,
        double seconds) {

    /** Measures pictures of equal sizes. */
    static Comparison of(Path path, Degradation degradation, ColorFix fix, Pictures pictures, double seconds) {
        FloatImage truth = pictures.truth();
        return new Comparison(
                path,
                degradation,
                fix,
                Quality.of(pictures.bicubic(), truth),
                Quality.of(pictures.model(), truth),
                GradientEnergy.y(truth),
                MeanColor.largestDifferenceInLevels(pictures.model(), pictures.bicubic()),
                seconds);
    }

    /**
     * The pictures compared.
     *
     * @param bicubic the bicubic enlargement
     * @param model the model's
     * @param truth the photograph
     */
    public record Pictures(FloatImage bicubic, FloatImage model, FloatImage truth) {}

    /** Returns how much better than bicubic the model is in decibels. */
    public double gain() {
        return model.psnr() - bicubic.psnr();
    }

    /** Returns the bicubic enlargement's gradient energy as a share of the photograph's. */
    public double bicubicGradientShare() {
        return bicubic.gradientEnergy() / truthGradientEnergy;
    }

    /** Returns the model's gradient energy as a share of the photograph's. */
    public double modelGradientShare() {
        return model.gradientEnergy() / truthGradientEnergy;
    }

    /** Returns a line for a contact sheet. */
    public String label() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s: PSNR-Y %.2f, %.2f dB (%+.2f); gradient energy %.2f, %.2f of the original's",
                path.getFileName(),
                degradation.name().toLowerCase(Locale.ROOT),
                colorFix.name().toLowerCase(Locale.ROOT),
                bicubic.psnr(),
                model.psnr(),
                gain(),
                bicubicGradientShare(),
                modelGradientShare());
    }
}
