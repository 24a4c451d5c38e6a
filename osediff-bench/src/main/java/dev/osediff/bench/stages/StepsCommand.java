package dev.osediff.bench.stages;

import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Rounds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what one step saves: the denoiser runs 1, 15, 20, 50 and 200 times between one encode and one decode. */
@Command(
        name = "steps",
        mixinStandardHelpOptions = true,
        description =
                "Times 1, 15, 20, 50 and 200 denoiser runs between one encode and one decode; every count is measured.")
public final class StepsCommand implements Callable<Integer> {
    /** Steps of the published methods. */
    private static final List<Integer> STEPS = List.of(1, 15, 20, 50, 200);

    @Mixin
    private RowOptions options;

    @Option(
            names = "--max-steps",
            defaultValue = "200",
            description = "Leave out more steps than these: 200 of a full model take long.")
    private int maxSteps;

    @Option(
            names = {"-o", "--output"},
            description = "JSON file; written again after each row.")
    private Path output;

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where rows could not be measured: they say why. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Integer> steps =
                STEPS.stream().filter(count -> count <= Math.max(1, maxSteps)).toList();
        Rounds rounds = new Rounds(options.javaOptions());
        rounds.run(options.rows(steps), options.processes(), (row, measured, isLast) -> {
            if (isLast) {
                measured.stream().flatMap(StepsCommand::line).forEach(out::println);
                out.flush();
            }
            if (output != null) {
                ResultFile.of(spec.commandLine().getParseResult().originalArgs(), rounds.measures())
                        .write(output);
            }
        });
        PublishedSteps.TABLE.forEach(line -> out.println(line.line()));
        out.flush();
        return 0;
    }

    private static Stream<String> line(Measure measure) {
        if (!measure.isMeasured()) {
            return Stream.of(measure.subject() + ": not measured: " + measure.note());
        }
        if (measure.item().equals(Passes.PREPARE)) {
            return Stream.of();
        }
        return Stream.of(String.format(
                Locale.ROOT,
                "%-44s %-10s %9.3f s (least %.3f)",
                measure.subject(),
                measure.item(),
                measure.samples().median(),
                measure.samples().min()));
    }
}
