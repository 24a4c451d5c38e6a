package dev.osediff.bench.stages;

import dev.osediff.bench.machine.Peaks;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Rounds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints and writes the table of stages. */
@Command(
        name = "stages",
        mixinStandardHelpOptions = true,
        description = "Times encoder, denoiser, decoder and all three; each row in a process of its own.")
public final class StagesCommand implements Callable<Integer> {
    @Mixin
    private RowOptions options;

    @Option(names = "--no-peaks", description = "Leave out the machine's own peaks and the ideal times.")
    private boolean noPeaks;

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
        List<StageRow> rows = options.rows(List.of());
        List<Measure> peaks =
                noPeaks ? List.of() : Peaks.measure(options.threads().get(0));
        peaks.forEach(peak -> out.println(Peaks.line(peak)));
        out.println(StageTable.header());
        Rounds rounds = new Rounds(options.javaOptions());
        rounds.run(rows, options.processes(), (row, measured, isLast) -> {
            if (isLast) {
                out.println(StageTable.line(measured));
                out.flush();
            }
            write(peaks, rounds.measures());
        });
        StageTable.roofline(rounds.measures(), peaks).forEach(out::println);
        out.flush();
        return 0;
    }

    private void write(List<Measure> peaks, List<Measure> rows) {
        if (output != null) {
            List<Measure> all = new ArrayList<>(peaks);
            all.addAll(rows);
            ResultFile.of(spec.commandLine().getParseResult().originalArgs(), all)
                    .write(output);
        }
    }
}
