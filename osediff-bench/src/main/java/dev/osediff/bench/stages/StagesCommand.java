package dev.osediff.bench.stages;

import dev.osediff.bench.machine.Peaks;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
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

/** Prints and writes the table of stages. */
@Command(
        name = "stages",
        mixinStandardHelpOptions = true,
        description = "Times encoder, denoiser, decoder and all three; each row in a process of its own.")
public final class StagesCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            split = ",",
            defaultValue = BenchModels.EMBEDDED,
            description = "embedded, full (Stable Diffusion's sizes, random weights) or a model folder.")
    private List<String> models = List.of();

    @Option(names = "--backend", split = ",", defaultValue = "ort,torchscript,djl", description = "${DEFAULT-VALUE}.")
    private List<String> backends = List.of();

    @Option(names = "--precision", split = ",", defaultValue = "fp32", description = "fp32, bf16, int8.")
    private List<String> precisions = List.of();

    @Option(names = "--size", split = ",", defaultValue = "512", description = "Sides of the picture, pixels.")
    private List<Integer> sizes = List.of();

    @Option(names = "--threads", split = ",", defaultValue = "2", description = "Threads of one call.")
    private List<Integer> threads = List.of();

    @Option(names = "--warmup", defaultValue = "1", description = "Runs before those that count.")
    private int warmup;

    @Option(
            names = {"-n", "--runs"},
            defaultValue = "3",
            description = "Runs that count.")
    private int runs;

    @Option(names = "--java-option", description = "Option of the measured Java process, such as -Xmx8g; repeatable.")
    private List<String> javaOptions = List.of();

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
        List<Measure> peaks = noPeaks ? List.of() : Peaks.measure(threads.get(0));
        peaks.forEach(peak -> out.println(Peaks.line(peak)));
        List<Measure> rows = new ArrayList<>();
        out.println(StageTable.header());
        for (RowSpec row : rows()) {
            List<Measure> measured = ChildRow.run(row, javaOptions);
            rows.addAll(measured);
            out.println(StageTable.line(measured));
            out.flush();
            if (output != null) {
                List<Measure> all = new ArrayList<>(peaks);
                all.addAll(rows);
                ResultFile.of(spec.commandLine().getParseResult().originalArgs(), all)
                        .write(output);
            }
        }
        StageTable.roofline(rows, peaks).forEach(out::println);
        out.flush();
        return 0;
    }

    private List<RowSpec> rows() {
        List<RowSpec> rows = new ArrayList<>();
        for (String model : models) {
            for (int size : sizes) {
                for (int count : threads) {
                    for (String backend : backends) {
                        for (String precision : precisions) {
                            rows.add(new RowSpec(
                                    model, backend, precision.toLowerCase(Locale.ROOT), size, count, warmup, runs));
                        }
                    }
                }
            }
        }
        return rows;
    }
}
