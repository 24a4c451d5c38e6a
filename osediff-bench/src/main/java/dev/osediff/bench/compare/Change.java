package dev.osediff.bench.compare;

import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.Samples;
import java.util.Locale;

/**
 * How one measure changed between two files. Immutable.
 *
 * @param key of both measures
 * @param before seconds
 * @param after seconds
 */
record Change(String key, Samples before, Samples after) {
    /** Fewest samples on either side that say what noise is. */
    static final int LEAST_SAMPLES = 3;

    /** What a change means. */
    enum Verdict {
        /** Slower: the intervals are apart, and the medians differ by more than the tolerance. */
        SLOWER,
        /** Faster, likewise. */
        FASTER,
        /** Within noise or tolerance. */
        SAME,
        /** Too few samples to tell. */
        UNKNOWN
    }

    static Change of(Measure before, Measure after) {
        return new Change(before.key(), before.samples(), after.samples());
    }

    /** Returns time after by time before. */
    double ratio() {
        return after.median() / before.median();
    }

    /**
     * Judges.
     *
     * @param tolerance share of the time that is no change, 0.05 for 5 %
     */
    Verdict verdict(double tolerance) {
        if (!hasErrors()) {
            return Verdict.UNKNOWN;
        }
        if (after.low() > before.high() && ratio() > 1 + tolerance) {
            return Verdict.SLOWER;
        }
        boolean faster = after.high() < before.low() && ratio() < 1 / (1 + tolerance);
        return faster ? Verdict.FASTER : Verdict.SAME;
    }

    /** Tells whether both sides have samples enough for an error. */
    boolean hasErrors() {
        return before.values().size() >= LEAST_SAMPLES && after.values().size() >= LEAST_SAMPLES;
    }

    /** Tells whether the intervals meet: both may be measurements of the same time. */
    boolean agrees() {
        return after.low() <= before.high() && before.low() <= after.high();
    }

    /** Returns a line of both medians with their intervals. */
    String line(double tolerance) {
        return String.format(
                Locale.ROOT,
                "%-8s %6.3f×  %s -> %s  %s",
                verdict(tolerance).name().toLowerCase(Locale.ROOT),
                ratio(),
                text(before),
                text(after),
                key);
    }

    private static String text(Samples samples) {
        return String.format(Locale.ROOT, "%.4f s [%.4f, %.4f]", samples.median(), samples.low(), samples.high());
    }
}
