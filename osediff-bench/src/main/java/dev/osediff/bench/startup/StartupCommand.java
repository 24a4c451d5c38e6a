package dev.osediff.bench.startup;

import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Rounds;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how long a start takes. */
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        description =
                "Times processes from their start to their first picture, without and with what engines keep on disk.")
public final class StartupCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            defaultValue = BenchModels.EMBEDDED,
            description = "embedded, a model folder or a GAN's file.")
    private String model;

    @Option(
            names = "--backend",
            split = ",",
            defaultValue = "java,ort,torchscript,djl",
            description = "${DEFAULT-VALUE}.")
    private List<String> backends = List.of();

    @Option(names = "--precision", split = ",", defaultValue = "fp32", description = "fp32, bf16, int8.")
    private List<String> precisions = List.of();

    @Option(names = "--threads", defaultValue = "2", description = "Threads of one call. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = {"-n", "--runs"},
            defaultValue = "3",
            description = "Pairs of processes, one cold and one warm.")
    private int runs;

    @Option(names = "--java-option", description = "Option of the measured Java process; repeatable.")
    private List<String> javaOptions = List.of();

    @Option(
            names = {"-o", "--output"},
            description = "JSON file; written again after each row.")
    private Path output;

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where rows could not be measured: they say why. */
    @Override
    public Integer call() {
        if (runs < 1 || threads < 1) {
            throw new InvalidOptionException(new Problem(
                    "runs and threads", runs + " and " + threads, "at least 1 each", "Choose such values."));
        }
        List<StartupRow> rows = new ArrayList<>();
        for (String backend : backends) {
            for (String precision : precisions) {
                rows.add(new StartupRow(model, backend, precision.toLowerCase(Locale.ROOT), threads, 1));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        Rounds rounds = new Rounds(javaOptions);
        rounds.run(rows, runs, (row, measured, isLast) -> {
            if (isLast) {
                measured.forEach(measure -> out.println(line(measure)));
                out.flush();
            }
            if (output != null) {
                ResultFile.of(spec.commandLine().getParseResult().originalArgs(), rounds.measures())
                        .write(output);
            }
        });
        return 0;
    }

    private static String line(Measure measure) {
        return measure.isMeasured()
                ? String.format(
                        Locale.ROOT,
                        "%-44s %-5s %7.2f s (%.2f to %.2f)",
                        measure.subject(),
                        measure.item(),
                        measure.samples().median(),
                        measure.samples().low(),
                        measure.samples().high())
                : String.format("%-44s not measured: %s", measure.subject(), measure.note());
    }
}
