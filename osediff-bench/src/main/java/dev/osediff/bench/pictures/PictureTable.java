package dev.osediff.bench.pictures;

import dev.osediff.bench.result.Measure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints rows of pictures. */
public final class PictureTable {
    private static final double GIGA = 1e9;

    private PictureTable() {}

    static String header() {
        return String.format("%-60s %9s %20s %8s %8s", "", "seconds", "interval", "MP/s", "peak GB");
    }

    static String line(Measure measure) {
        if (!measure.isMeasured()) {
            return String.format("%-60s not measured: %s", measure.subject(), measure.note());
        }
        String interval = String.format(
                Locale.ROOT,
                "%.3f to %.3f",
                measure.samples().low(),
                measure.samples().high());
        return String.format(
                Locale.ROOT,
                "%-60s %9.3f %20s %8.3f %8.2f",
                measure.subject(),
                measure.samples().median(),
                interval,
                measure.rate(),
                measure.peakBytes() / GIGA);
    }

    /** Returns measured pictures by model and engine, without their size. */
    public static Map<String, List<Measure>> byEngine(List<Measure> measures) {
        return measures.stream()
                .filter(Measure::isMeasured)
                .collect(Collectors.groupingBy(
                        measure -> measure.subject().replaceFirst(" \\d+, ", ", "),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }
}
