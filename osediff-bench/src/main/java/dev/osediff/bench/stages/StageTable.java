package dev.osediff.bench.stages;

import dev.osediff.bench.machine.Roofline;
import dev.osediff.bench.result.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints measured rows: median and least seconds per stage, GFLOP/s, peak memory. */
final class StageTable {
    private static final String COLUMN = "%20s";
    private static final String SUBJECT = "%-44s";
    private static final double GIGA = 1e9;
    private static final List<String> STAGES = List.of("encode", "denoise", "decode", Passes.WHOLE, "text");

    private StageTable() {}

    static String header() {
        StringBuilder line = new StringBuilder(String.format(SUBJECT, "seconds: median (least) GFLOP/s"));
        STAGES.forEach(stage -> line.append(String.format(COLUMN, stage)));
        return line.append(String.format("%9s%9s", "prepare", "peak GB")).toString();
    }

    /** Returns the line of one row's measures. */
    static String line(List<Measure> row) {
        String subject = row.get(0).subject();
        Map<String, Measure> items =
                row.stream().collect(Collectors.toMap(Measure::item, measure -> measure, (a, b) -> b));
        StringBuilder line = new StringBuilder(String.format(SUBJECT, subject));
        if (row.stream().noneMatch(Measure::isMeasured)) {
            return line.append("  not measured: ").append(row.get(0).note()).toString();
        }
        for (String stage : STAGES) {
            line.append(String.format(COLUMN, cell(items.get(stage))));
        }
        Measure prepare = items.get(Passes.PREPARE);
        return line.append(String.format(
                        Locale.ROOT, "%9.2f%9.2f", prepare.samples().median(), prepare.peakBytes() / GIGA))
                .toString();
    }

    private static String cell(Measure measure) {
        if (measure == null || !measure.isMeasured()) {
            return measure == null ? "-" : "not measured";
        }
        return String.format(
                Locale.ROOT,
                "%.3f (%.3f) %4.0f",
                measure.samples().median(),
                measure.samples().min(),
                measure.rate());
    }

    /** Returns the lines of ideal times: each stage's work at a measured peak. */
    static List<String> roofline(List<Measure> rows, List<Measure> peaks) {
        Roofline roofline = new Roofline(peaks);
        Map<String, Map<String, Measure>> bySubject = new LinkedHashMap<>();
        rows.stream().filter(measure -> roofline.seconds(measure).isPresent()).forEach(measure -> bySubject
                .computeIfAbsent(measure.subject(), subject -> new LinkedHashMap<>())
                .put(measure.item(), measure));
        List<String> lines = new ArrayList<>();
        bySubject.forEach((subject, row) -> {
            StringBuilder line = new StringBuilder(String.format(SUBJECT, "ideal: " + subject));
            STAGES.forEach(stage -> line.append(String.format(COLUMN, ideal(row.get(stage), roofline))));
            lines.add(line.toString());
        });
        return lines;
    }

    private static String ideal(Measure measure, Roofline roofline) {
        if (measure == null) {
            return "-";
        }
        double seconds = roofline.seconds(measure).orElseThrow();
        double share = 100 * seconds / measure.samples().median();
        return String.format(Locale.ROOT, "%.3f (%.0f %%)", seconds, share);
    }
}
