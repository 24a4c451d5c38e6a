package dev.osediff.bench.machine;

import dev.osediff.bench.result.Measure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The time that counted work would take at the machine's best measured rate of large matrix products in the row's precision. An
 * engine that saves products, as Winograd filtering does, may be below it. Immutable.
 *
 * @param peaks measures of {@link Peaks#GROUP}
 */
public record Roofline(List<Measure> peaks) {
    /** Copies the list. */
    public Roofline {
        peaks = List.copyOf(peaks);
    }

    /** Returns the ideal seconds of a measured row; empty where it counts no multiply-adds or no peak of its precision was measured. */
    public Optional<Double> seconds(Measure measure) {
        if (!measure.isMeasured() || !measure.workUnit().equals(Measure.GMAC) || measure.work() == 0) {
            return Optional.empty();
        }
        return peaks.stream()
                // A note says that only small products were measured: no peak.
                .filter(peak -> peak.isMeasured() && peak.note().isEmpty())
                .filter(peak -> peak.workUnit().equals(Measure.GMAC))
                .filter(peak -> measure.subject().contains(", " + peak.item().split(" ")[0] + ","))
                .max(Comparator.comparingDouble(Measure::rate))
                .map(peak -> 2 * measure.work() / peak.rate());
    }
}
