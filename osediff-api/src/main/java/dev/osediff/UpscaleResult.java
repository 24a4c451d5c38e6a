package dev.osediff;

import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * An enlarged picture and how it was made.
 *
 * @param image the picture; grey, alpha and 16 bits per sample as in the input
 * @param provenance model, backend, options, tile plans, timings and warnings
 */
public record UpscaleResult(BufferedImage image, Provenance provenance) {
    /** Refuses null. */
    public UpscaleResult {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(provenance, "provenance");
    }
}
