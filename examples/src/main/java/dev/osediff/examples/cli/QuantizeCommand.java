package dev.osediff.examples.cli;

import dev.osediff.backend.Backends;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.model.QuantisedFolder;
import dev.osediff.network.quantised.LevelChoice;
import dev.osediff.quantise.QuantisationReport;
import dev.osediff.quantise.QuantisationTargets;
import dev.osediff.quantise.Quantiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osediff quantize}: makes a model that computes in 8 bits. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a model on photographs, chooses 8-bit levels for its layers, leaves those in floating point that",
            "cannot bear it, and writes a model folder with a report."
        })
final class QuantizeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Folder of an imported or trained model, or 'embedded'.")
    private String model;

    @Option(
            names = "--calibration",
            required = true,
            paramLabel = "FOLDER",
            description = "Photographs like those that will be enlarged, 8 to 32 of them, or one file.")
    private Path calibration;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "The quantised model's folder: new or empty.")
    private Path out;

    @Option(
            names = "--max-loss",
            paramLabel = "DB",
            description = "PSNR-Y to the photographs that 8 bits may cost. Default: ${DEFAULT-VALUE} dB.")
    private double maxLoss = 0.1;

    @Option(
            names = "--min-agreement",
            paramLabel = "DB",
            description = "PSNR that the result must have to the fp32 result. Default: ${DEFAULT-VALUE} dB.")
    private double minAgreement = 38;

    @Option(
            names = "--keep-float",
            paramLabel = "TEXT",
            description = "Layers whose name has this text stay in floating point. May be repeated.")
    private List<String> keepFloat = new ArrayList<>();

    @Option(
            names = "--levels",
            paramLabel = "CHOICE",
            description = "How levels are chosen from what flows: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private LevelChoice levels = LevelChoice.LEAST_ERROR;

    @Option(
            names = "--by-noise",
            description = "Order layers by their own noise instead of by their harm to the pictures: for large models,"
                    + " where a run for each layer takes hours.")
    private boolean byNoise;

    @Option(
            names = {"-b", "--backend"},
            paramLabel = "NAME",
            description = "Engine to measure on: java (default) or djl.")
    private String backend = "java";

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Path folder = model.equals(EngineOptions.EMBEDDED) ? null : Path.of(model);
        List<Path> pictures = InputFiles.list(calibration, false).stream()
                .map(InputFiles.Input::path)
                .toList();
        QuantisationTargets targets = new QuantisationTargets(maxLoss, minAgreement, keepFloat, !byNoise, levels);
        QuantisationReport report =
                new Quantiser(folder, Backends.byName(backend), targets, messages::progress).run(pictures, out);
        write(out.resolve(QuantisedFolder.REPORT), report.text());
        write(out.resolve(QuantisedFolder.LAYERS), report.csv());
        messages.result(report.text().stripTrailing());
        messages.result(String.format(
                Locale.ROOT,
                "quantised model %s in %.1f s; layers in %s",
                out,
                (System.nanoTime() - start) / 1e9,
                QuantisedFolder.LAYERS));
        return ExitCode.OK;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "writing the report " + file,
                            e.toString(),
                            "a file that can be written to",
                            "The model beside it is whole; check rights and free space."),
                    e);
        }
    }
}
