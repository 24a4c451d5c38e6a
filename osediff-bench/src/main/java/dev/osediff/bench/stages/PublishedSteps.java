package dev.osediff.bench.stages;

import java.util.List;
import java.util.Locale;

/**
 * A method's published latency: 512 × 512 pixels on an A100, table 2 of the OSEDiff paper (arXiv 2406.08177). Not measured here.
 *
 * @param method name
 * @param steps denoiser runs
 * @param seconds per picture
 */
public record PublishedSteps(String method, int steps, double seconds) {
    /** The table. */
    public static final List<PublishedSteps> TABLE = List.of(
            new PublishedSteps("StableSR", 200, 11.50),
            new PublishedSteps("DiffBIR", 50, 2.72),
            new PublishedSteps("SeeSR", 50, 4.30),
            new PublishedSteps("PASD", 20, 2.80),
            new PublishedSteps("ResShift", 15, 0.71),
            new PublishedSteps("SinSR", 1, 0.13),
            new PublishedSteps("OSEDiff", 1, 0.11));

    /** Returns a line of the table. */
    String line() {
        return String.format(Locale.ROOT, "published, A100: %-10s %4d steps %8.2f s", method, steps, seconds);
    }
}
