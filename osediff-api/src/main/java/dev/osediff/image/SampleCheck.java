package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;

/** Range rule of samples that are not unsigned integers. */
final class SampleCheck {
    /** How far outside 0 to 1 a sample may lie and be clamped: about what ringing filters leave. */
    private static final double TOLERANCE = 0.25;

    private SampleCheck() {}

    /** Returns the sample clamped to 0 to 1; refuses what is not finite or far outside. */
    static float clamp(double sample, int x, int y, int channel) {
        if (!(sample >= -TOLERANCE && sample <= 1 + TOLERANCE)) {
            throw new InvalidImageException(new Problem(
                    "picture",
                    "sample " + sample + " at x " + x + ", y " + y + ", channel " + channel,
                    "finite samples from 0 to 1, clamped from -0.25 to 1.25",
                    "Map the tones of a high-dynamic-range picture to 0 to 1 first."));
        }
        return (float) Math.min(1, Math.max(0, sample));
    }
}
