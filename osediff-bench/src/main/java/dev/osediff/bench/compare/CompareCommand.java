package dev.osediff.bench.compare;

import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two files of figures; its exit code tells regressions. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Shows how figures changed from A to B, with 95 % intervals of the medians.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is slower beyond noise; with --agreement: enough rows agree",
            "1:something is slower, or too few rows agree",
            "2:wrong usage or files"
        })
public final class CompareCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Parameters(index = "0", paramLabel = "A.json", description = "Figures before.")
    private Path before;

    @Parameters(index = "1", paramLabel = "B.json", description = "Figures after.")
    private Path after;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "Medians that differ by less are equal. Default: ${DEFAULT-VALUE}.")
    private double tolerance;

    @Option(
            names = "--agreement",
            paramLabel = "PERCENT",
            description =
                    "Least share of rows whose intervals meet, for two runs of the same; takes the place of the check for slower "
                            + "rows.")
    private Double agreement;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        require("tolerance", tolerance, Double.MAX_VALUE);
        if (agreement != null) {
            require("agreement", agreement, PERCENT);
        }
        ResultFile first = ResultFile.read(before);
        ResultFile second = ResultFile.read(after);
        PrintWriter out = spec.commandLine().getOut();
        if (!first.machine().equals(second.machine())) {
            out.println("The machines differ: " + first.machine() + " and " + second.machine());
        }
        Map<String, Measure> old = measured(first);
        List<Change> changes = new ArrayList<>();
        for (Measure measure : measured(second).values()) {
            Measure match = old.remove(measure.key());
            if (match == null) {
                out.println("only in " + after + ": " + measure.key());
            } else {
                changes.add(Change.of(match, measure));
            }
        }
        old.keySet().forEach(key -> out.println("only in " + before + ": " + key));
        changes.forEach(change -> out.println(change.line(tolerance / PERCENT)));
        long slower = changes.stream()
                .filter(change -> change.verdict(tolerance / PERCENT) == Change.Verdict.SLOWER)
                .count();
        out.println(changes.size() + " compared, " + slower + " slower beyond noise");
        List<Change> judged = changes.stream().filter(Change::hasErrors).toList();
        long agreeing = judged.stream().filter(Change::agrees).count();
        double share = judged.isEmpty() ? 0 : PERCENT * agreeing / judged.size();
        out.printf(
                Locale.ROOT,
                "%d of %d rows agree within their stated errors, %.1f %%; %d state no error (fewer than %d samples)%n",
                agreeing,
                judged.size(),
                share,
                changes.size() - judged.size(),
                Change.LEAST_SAMPLES);
        out.flush();
        boolean fails = agreement == null ? slower > 0 : share < agreement;
        return fails ? 1 : 0;
    }

    private static void require(String what, double percent, double most) {
        if (!(percent >= 0 && percent <= most)) {
            throw new InvalidOptionException(new Problem(
                    what,
                    percent + " percent",
                    "at least 0" + (most == PERCENT ? " and at most 100" : ""),
                    "Choose such a value."));
        }
    }

    private static Map<String, Measure> measured(ResultFile file) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        file.measures().stream().filter(Measure::isMeasured).forEach(m -> measures.put(m.key(), m));
        return measures;
    }
}
