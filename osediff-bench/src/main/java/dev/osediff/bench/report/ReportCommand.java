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

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Also puts tables into this page, between the lines \"" + MarkedRegion.BEGIN + "\" and \""
                    + MarkedRegion.END + "\", when all is measured.")
    private Path markdown;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of one call. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Spec
    private CommandSpec spec;

    /** Where the figures come from. */
    static final class Source {
        @Option(names = "--quick", description = "Measure small pictures; at most three minutes.")
        private boolean quick;

        @Option(
                names = "--full",
                description = "Measure Stable Diffusion's sizes and large pictures, too; an hour or two.")
        private boolean full;

        @Option(names = "--from", split = ",", description = "Files that the commands of this program wrote.")
        private List<Path> files = List.of();
    }

    @Override
    public Integer call() {
        if (markdown != null) {
            MarkedRegion.require(markdown);
        }
        ResultFile figures = source.files.isEmpty() ? measured() : joined();
        write(figures);
        if (markdown != null && !Thread.currentThread().isInterrupted()) {
            MarkedRegion.replace(markdown, MarkdownPart.of(figures));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(folder.resolve("index.html"));
        out.flush();
        return 0;
    }

    private ResultFile joined() {
        List<ResultFile> files = source.files.stream().map(ResultFile::read).toList();
        return files.get(0)
                .with(files.stream().flatMap(file -> file.measures().stream()).toList());
    }

    private ResultFile measured() {
        Profile profile = source.full ? Profile.FULL : Profile.QUICK;
        PrintWriter out = spec.commandLine().getOut();
        List<Measure> peaks = Peaks.measure(threads);
        write(figures(peaks, List.of()));
        Rounds rounds = new Rounds(List.of(), profile.budget());
        rounds.run(profile.rows(threads), profile.rounds(), (row, measured, isLast) -> {
            out.println(row.group() + ": " + row.subject());
            out.flush();
            write(figures(peaks, rounds.measures()));
        });
        return figures(peaks, rounds.measures());
    }

    private ResultFile figures(List<Measure> peaks, List<Measure> rows) {
        List<Measure> all = new ArrayList<>(peaks);
        all.addAll(rows);
        return ResultFile.of(spec.commandLine().getParseResult().originalArgs(), all);
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
