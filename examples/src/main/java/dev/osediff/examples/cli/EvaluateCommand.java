package dev.osediff.examples.cli;

import dev.osediff.CancellationToken;
import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.color.ColorFix;
import dev.osediff.error.CancelledException;
import dev.osediff.error.OsediffException;
import dev.osediff.examples.evaluation.Comparison;
import dev.osediff.examples.evaluation.ContactSheet;
import dev.osediff.examples.evaluation.Degradation;
import dev.osediff.examples.evaluation.Evaluation;
import dev.osediff.examples.evaluation.EvaluationTable;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.ImageLimits;
import dev.osediff.image.OutputFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code osediff evaluate}: measures a model against bicubic resampling on good photographs. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Degrades good photographs, enlarges them again and compares with the originals.",
            "With two folders, GT_DIR SR_DIR, compares the pictures in the second with those in the first; no model is"
                    + " run."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "1..*",
            paramLabel = "PHOTO",
            description = "Photographs that the model never saw, or folders; or two folders, truths and pictures.")
    private List<Path> inputs;

    @Option(
            names = {"-r", "--recursive"},
            description = "Search the folders in folders too.")
    private boolean recursive;

    @Option(
            names = "--degradation",
            split = ",",
            paramLabel = "NAME",
            description = "${COMPLETION-CANDIDATES}, with commas between. Default: all.")
    private List<Degradation> degradations = List.of(Degradation.values());

    @Option(
            names = "--color-fix",
            split = ",",
            paramLabel = "METHOD",
            converter = ColorFixName.class,
            description = "adain, wavelet, none, with commas between. Default: adain.")
    private List<ColorFix> colorFixes = List.of(ColorFix.ADAIN);

    @Option(
            names = "--long-side",
            paramLabel = "PX",
            description =
                    "Reduce photographs to this long side first, so that they are sharp; 0: as they are (default).")
    private int longSide;

    @Option(names = "--size", paramLabel = "PX", description = "Use the centre of this size; 0: all. Default: 512.")
    private int size = 512;

    @Option(
            names = {"-s", "--scale"},
            paramLabel = "FACTOR",
            description = "Enlargement, 2 to 8. Default: 4.")
    private int scale = 4;

    @Option(
            names = "--tile",
            paramLabel = "PX",
            description = "Longest tile side in output pixels. Default: by memory.")
    private Integer tile;

    @Option(names = "--seed", description = "Decides what degradations draw. Default: 42.")
    private long seed = 42;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write all numbers as CSV.")
    private Path csv;

    @Option(names = "--contact-sheet", paramLabel = "FILE", description = "Draw the pictures side by side.")
    private Path contactSheet;

    @Option(names = "--photographs", description = "Take two folders as photographs too.")
    private boolean photographs;

    @Mixin
    private PairOptions pairs;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private Messages messages;

    private final EvaluationTable table = new EvaluationTable();
    private final ContactSheet sheet = new ContactSheet(List.of("bicubic", "model", "original"));

    @Override
    public Integer call() throws Exception {
        requireRanges();
        if (!photographs && inputs.size() == 2 && inputs.stream().allMatch(Files::isDirectory)) {
            return pairs.evaluate(inputs.get(0), inputs.get(1), csv, contactSheet, messages);
        }
        List<Path> found = new ArrayList<>();
        for (Path input : inputs) {
            InputFiles.list(input, recursive).forEach(file -> found.add(file.path()));
        }
        CancellationToken token = new CancellationToken();
        UpscaleOptions.Builder options = UpscaleOptions.builder().cancellation(token);
        if (tile != null) {
            options.tileSize(tile);
        }
        return InterruptGuard.run(token::cancel, () -> evaluate(found, options));
    }

    private int evaluate(List<Path> files, UpscaleOptions.Builder options) {
        int failed = 0;
        try (SuperResolver resolver = engine.open(ImageLimits.DEFAULT)) {
            messages.result("model " + resolver.modelName() + " (" + resolver.modelSha256() + "), backend "
                    + resolver.backendName() + ", " + resolver.precision() + ", x" + scale);
            messages.result(EvaluationTable.title());
            Evaluation evaluation = new Evaluation(
                    resolver, options, new Evaluation.Protocol(degradations, colorFixes, longSide, size, scale, seed));
            for (Path photograph : files) {
                failed += measure(evaluation, photograph) ? 0 : 1;
            }
        }
        table.averages().forEach(messages::result);
        writeFiles();
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void requireRanges() {
        if (scale < 2 || scale > UpscaleOptions.MAX_SCALE) {
            throw usage("--scale " + scale + " is not in 2 to 8");
        }
        if (size < 0 || longSide < 0) {
            throw usage("--size " + size + " and --long-side " + longSide + " must be at least 0");
        }
        if (contactSheet != null) {
            OutputFormat.ofExtension(contactSheet);
        }
    }

    private boolean measure(Evaluation evaluation, Path photograph) {
        try {
            evaluation.measure(photograph, this::report);
            return true;
        } catch (CancelledException e) {
            throw e;
        } catch (OsediffException e) {
            messages.failure(e);
            return false;
        }
    }

    private void report(Comparison comparison, Comparison.Pictures pictures) {
        table.add(comparison);
        messages.result(EvaluationTable.line(comparison));
        if (contactSheet != null) {
            sheet.add(comparison.label(), List.of(pictures.bicubic(), pictures.model(), pictures.truth()));
        }
    }

    private void writeFiles() {
        if (csv != null) {
            CsvFile.write(csv, table.csv());
        }
        if (contactSheet != null) {
            ImageFiles.write(sheet.draw(), contactSheet).forEach(messages::warning);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
