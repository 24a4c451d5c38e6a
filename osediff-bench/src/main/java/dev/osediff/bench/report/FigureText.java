package dev.osediff.bench.report;

import dev.osediff.bench.machine.Machine;
import dev.osediff.bench.machine.Roofline;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.result.Samples;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words and numbers of a report, whatever they are written in. */
final class FigureText {
    /** Names of a table's columns. */
    static final List<String> COLUMNS =
            List.of("what", "item", "seconds", "interval", "runs", "rate", "ideal", "peak GB");

    private static final double GIGA = 1e9;

    private FigureText() {}

    /** Tells when, where, and with what it was measured. */
    static String origin(ResultFile file) {
        Machine machine = file.machine();
        return "Measured " + file.when() + " on " + machine.processor() + ", " + machine.processors()
                + " processors (" + machine.features() + "), "
                + String.format(Locale.ROOT, "%.1f GB", machine.memoryBytes() / GIGA) + ", " + machine.system()
                + ", Java " + machine.java() + ".";
    }

    /** Names the engines with their versions. */
    static String engines(ResultFile file) {
        return file.engines().entrySet().stream()
                .map(engine -> engine.getKey() + ": " + engine.getValue())
                .collect(Collectors.joining("; ", "Engines: ", "."));
    }

    /** Returns the command that repeats it. */
    static String command(ResultFile file) {
        return "java -jar osediff-bench/target/benchmarks.jar " + String.join(" ", file.command());
    }

    /** Tells what the columns mean. */
    static String legend() {
        return "Times are medians; the interval is the median's at 95 % (the whole range below six runs), and reaches over those of all"
                + " processes where a row was measured in several. ideal: the counted work at the machine's best matrix-product rate of that"
                + " precision, and its share of the measured time; engines that save products may pass 100 %.";
    }

    /** Returns the cells below {@link #COLUMNS}; for what was not measured, the first two and why. */
    static List<String> cells(Measure measure, Roofline roofline) {
        if (!measure.isMeasured()) {
            return List.of(measure.subject(), measure.item(), "not measured: " + measure.note());
        }
        Samples samples = measure.samples();
        int runs = samples.values().size();
        return List.of(
                measure.subject(),
                measure.note().isEmpty() ? measure.item() : measure.item() + " (" + measure.note() + ")",
                seconds(samples.median()),
                seconds(samples.low()) + " to " + seconds(samples.high()),
                samples.processes() == 1 ? String.valueOf(runs) : runs + " in " + samples.processes() + " processes",
                measure.rate() > 0 ? rate(measure) : "",
                ideal(measure, roofline),
                measure.peakBytes() > 0 ? String.format(Locale.ROOT, "%.2f", measure.peakBytes() / GIGA) : "");
    }

    /** Returns the time at the machine's peak and its share of the measured one; empty where there is none. */
    static String ideal(Measure measure, Roofline roofline) {
        return roofline.seconds(measure)
                .map(ideal -> String.format(
                        Locale.ROOT,
                        "%s s, %.0f %%",
                        seconds(ideal),
                        100 * ideal / measure.samples().median()))
                .orElse("");
    }

    /** Returns work per second with its unit. */
    static String rate(Measure measure) {
        String unit = measure.workUnit().equals(Measure.GMAC) ? "GFLOP/s" : measure.workUnit() + "/s";
        return String.format(Locale.ROOT, measure.rate() < 10 ? "%.3f %s" : "%.1f %s", measure.rate(), unit);
    }

    /** Returns a time with three digits or more. */
    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 1 ? "%.4f" : seconds < 100 ? "%.2f" : "%.0f", seconds);
    }
}
