package dev.osediff.bench.report;

import dev.osediff.bench.machine.Peaks;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Rounds;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a profile, or takes figures that lie in files, and writes the page. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes a page with charts and its figures as JSON; both are written again after each row.")
public final class ReportCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FOLDER",
            description = "Gets index.html and figures.json.")
    private Path folder;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of one call. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Spec
    private CommandSpec spec;

    /** Where the figures come from. */
    static final class Source {
        @Option(names = "--quick", description = "Measure the embedded model; some minutes.")
        private boolean quick;

        @Option(names = "--full", description = "Measure Stable Diffusion's sizes, too; up to an hour.")
        private boolean full;

        @Option(names = "--from", split = ",", description = "Files that 'stages', 'steps' or 'report' wrote.")
        private List<Path> files = List.of();
    }

    @Override
    public Integer call() {
        if (!source.files.isEmpty()) {
            List<ResultFile> files = source.files.stream().map(ResultFile::read).toList();
            ResultFile first = files.get(0);
            List<Measure> all =
                    files.stream().flatMap(file -> file.measures().stream()).toList();
            write(new ResultFile(first.format(), first.version(), first.when(), first.command(), first.machine(), all));
            return 0;
        }
        PrintWriter out = spec.commandLine().getOut();
        List<String> command = spec.commandLine().getParseResult().originalArgs();
        List<Measure> peaks = Peaks.measure(threads);
        write(ResultFile.of(command, peaks));
        Rounds rounds = new Rounds(List.of());
        rounds.run((source.full ? Profile.FULL : Profile.QUICK).rows(threads), 1, (row, measured, isLast) -> {
            out.println(row.group() + ": " + row.subject());
            out.flush();
            List<Measure> all = new ArrayList<>(peaks);
            all.addAll(rounds.measures());
            write(ResultFile.of(command, all));
        });
        out.println(folder.resolve("index.html"));
        out.flush();
        return 0;
    }

    private void write(ResultFile file) {
        file.write(folder.resolve("figures.json"));
        try {
            Files.writeString(folder.resolve("index.html"), HtmlPage.of(file));
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "writing the page to " + folder,
                            e.toString(),
                            "a folder that can be written to",
                            "Check the folder, its rights and the free space."),
                    e);
        }
    }
}
