package dev.osediff.bench.pictures;

import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Rounds;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What all commands on whole pictures share: engines, numbers of runs, and how rows are printed and written. */
final class PictureOptions {
    @Option(
            names = "--model",
            defaultValue = BenchModels.EMBEDDED,
            description = "embedded, a model folder or a GAN's file.")
    private String model;

    @Option(names = "--backend", split = ",", defaultValue = "ort,torchscript", description = "${DEFAULT-VALUE}.")
    private List<String> backends = List.of();

    @Option(names = "--precision", split = ",", defaultValue = "fp32", description = "fp32, bf16, fp16, int8.")
    private List<String> precisions = List.of();

    @Option(names = "--threads", defaultValue = "2", description = "Threads of one call. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--warmup", defaultValue = "1", description = "Runs before those that count.")
    private int warmup;

    @Option(
            names = {"-n", "--runs"},
            defaultValue = "3",
            description = "Runs that count.")
    private int runs;

    @Option(names = "--processes", defaultValue = "1", description = "Processes that measure a row, round by round.")
    private int processes;

    @Option(names = "--java-option", description = "Option of the measured Java process; repeatable.")
    private List<String> javaOptions = List.of();

    @Option(
            names = {"-o", "--output"},
            description = "JSON file; written again after each row.")
    private Path output;

    /**
     * What one command varies.
     *
     * @param side of the enlarged picture, pixels
     * @param tile see {@link PictureRow}
     * @param callers see {@link PictureRow}
     */
    record Variant(int side, int tile, int callers) {}

    /** Returns rows of all engines for each variant. */
    List<PictureRow> rows(String group, List<Variant> variants) {
        require("threads", threads, 1);
        require("runs that count", runs, 1);
        require("processes", processes, 1);
        require("warm-up runs", warmup, 0);
        precisions.forEach(PictureOptions::requirePrecision);
        List<PictureRow> rows = new ArrayList<>();
        for (String backend : backends) {
            for (String precision : precisions) {
                for (Variant variant : variants) {
                    rows.add(new PictureRow(
                            group,
                            model,
                            backend,
                            precision.toLowerCase(Locale.ROOT),
                            variant.side(),
                            variant.tile(),
                            variant.callers(),
                            threads,
                            warmup,
                            runs));
                }
            }
        }
        return rows;
    }

    /** Measures, prints and writes; returns what was measured. */
    List<Measure> measure(List<PictureRow> rows, CommandLine command) {
        PrintWriter out = command.getOut();
        out.println(PictureTable.header());
        Rounds rounds = new Rounds(javaOptions);
        rounds.run(rows, processes, (row, measured, isLast) -> {
            if (isLast) {
                measured.forEach(measure -> out.println(PictureTable.line(measure)));
                out.flush();
            }
            if (output != null) {
                ResultFile.of(command.getParseResult().originalArgs(), rounds.measures())
                        .write(output);
            }
        });
        return rounds.measures();
    }

    static void require(String what, int value, int least) {
        if (value < least) {
            throw refused(what, String.valueOf(value), "at least " + least);
        }
    }

    /** Refuses sides that are no multiples of 4, or make no picture. */
    static int requireSide(int side) {
        if (side < 64 || side > 16_384 || side % PictureRow.SCALE != 0) {
            throw refused("picture side", String.valueOf(side), "a multiple of 4 from 64 to 16384");
        }
        return side;
    }

    private static void requirePrecision(String name) {
        if (Arrays.stream(Precision.values()).noneMatch(known -> known.name().equalsIgnoreCase(name))) {
            throw refused("precision", name, "fp32, bf16, fp16 or int8");
        }
    }

    private static InvalidOptionException refused(String what, String found, String limit) {
        return new InvalidOptionException(new Problem(what, found, limit, "Choose such a value."));
    }
}
