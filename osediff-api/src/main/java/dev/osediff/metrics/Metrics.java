package dev.osediff.metrics;

import dev.osediff.image.FloatImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The measures that the library has, as lists. Stateless and thread-safe. */
public final class Metrics {
    private Metrics() {}

    /**
     * Returns PSNR-Y, PSNR-RGB, SSIM-Y, gradient energy as a share of the truth's, the largest difference of mean colour in
     * 8-bit levels, and the strongest tile seam in the difference from the truth ({@link TileSeams}), then NIQE.
     *
     * @param crop pixels that PSNR and SSIM leave out along each border; the OSEDiff authors use 0
     * @param pristine NIQE's model; empty for no NIQE
     */
    public static List<Metric> standard(int crop, Optional<NiqeModel> pristine) {
        List<Metric> metrics = new ArrayList<>(List.of(
                PairMetric.named("psnr_y", true, (picture, truth) -> Psnr.y(picture, truth, crop)),
                PairMetric.named("psnr_rgb", true, (picture, truth) -> Psnr.rgb(picture, truth, crop)),
                PairMetric.named("ssim_y", true, (picture, truth) -> Ssim.y(picture, truth, crop)),
                PairMetric.named("gradient_share", true, GradientEnergy::share),
                PairMetric.named("color_shift_levels", false, MeanColor::largestDifferenceInLevels),
                PairMetric.named("seam", false, Metrics::strongestSeam)));
        pristine.ifPresent(model -> metrics.add(new Niqe(model)));
        return List.copyOf(metrics);
    }

    private static double strongestSeam(FloatImage picture, FloatImage truth) {
        return TileSeams.strongest(TileSeams.difference(picture, truth))
                .map(TileSeams.Seam::strength)
                .orElse(0.0);
    }
}
