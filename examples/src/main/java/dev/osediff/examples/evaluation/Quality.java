package dev.osediff.examples.evaluation;

import dev.osediff.image.FloatImage;
import dev.osediff.metrics.GradientEnergy;
import dev.osediff.metrics.Psnr;
import dev.osediff.metrics.Ssim;

/**
 * How near a picture comes to the ground truth; no border is left out.
 *
 * @param psnr PSNR-Y in decibels
 * @param ssim SSIM-Y
 * @param gradientEnergy of the picture, not yet as a share
 */
public record Quality(double psnr, double ssim, double gradientEnergy) {
    static Quality of(FloatImage picture, FloatImage truth) {
        return new Quality(Psnr.y(picture, truth, 0), Ssim.y(picture, truth, 0), GradientEnergy.y(picture));
    }
}
