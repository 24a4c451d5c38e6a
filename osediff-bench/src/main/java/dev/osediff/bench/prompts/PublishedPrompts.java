package dev.osediff.bench.prompts;

import java.util.List;
import java.util.Locale;

/**
 * A prompt extractor's published figures: DRealSR, one model trained for each extractor, Table 4 of the OSEDiff paper (arXiv
 * 2406.08177). Not measured here.
 *
 * @param extractor its name in the paper
 * @param psnr PSNR-Y, decibels
 * @param ssim SSIM-Y
 * @param niqe NIQE
 * @param seconds of extracting one prompt, on an A100
 */
record PublishedPrompts(String extractor, double psnr, double ssim, double niqe, double seconds) {
    static final List<PublishedPrompts> TABLE = List.of(
            new PublishedPrompts("null", 28.51, 0.7910, 6.6436, 0),
            new PublishedPrompts("DAPE", 27.92, 0.7835, 6.4902, 0.02),
            new PublishedPrompts("LLaVA-v1.5", 27.72, 0.7735, 6.4119, 3.53));

    String line() {
        return String.format(
                Locale.ROOT,
                "published, DRealSR, A100   %-12s %8.2f %9.4f %9.4f %12.2f",
                extractor,
                psnr,
                ssim,
                niqe,
                seconds);
    }
}
