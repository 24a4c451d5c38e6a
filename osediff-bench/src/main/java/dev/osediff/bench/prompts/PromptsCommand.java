package dev.osediff.bench.prompts;

import dev.osediff.RamPictureTagger;
import dev.osediff.SuperResolver;
import dev.osediff.backend.Precision;
import dev.osediff.degradation.DegradationPreset;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import dev.osediff.metrics.ConfidenceInterval;
import dev.osediff.prompt.PromptExtractor;
import dev.osediff.prompt.langchain.OllamaModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares kinds of prompts as the paper's Table 4 does. */
@Command(
        name = "prompts",
        mixinStandardHelpOptions = true,
        description =
                "Enlarges degraded photographs with no prompt, a tagger's and a vision-language model's, and prints"
                        + " quality and time beside the published figures. An extractor that is not there says why.")
public final class PromptsCommand implements Callable<Integer> {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp");

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of an imported model with a text encoder.")
    private Path model;

    @Parameters(index = "1", paramLabel = "PHOTOGRAPHS", description = "Folder of good photographs.")
    private Path folder;

    @Option(
            names = "--tagger",
            paramLabel = "FOLDER",
            description = "Imported tagger (RAM with DAPE); without it no row.")
    private Path tagger;

    @Option(
            names = "--vlm-url",
            description = "Ollama server of the vision-language model; without it the row is left out.")
    private String vlmUrl;

    @Option(names = "--vlm-model", defaultValue = OllamaModel.DEFAULT_MODEL, description = "Default: ${DEFAULT-VALUE}.")
    private String vlmModel;

    @Option(names = "--backend", defaultValue = "auto", description = "Default: ${DEFAULT-VALUE}.")
    private String backend;

    @Option(names = "--precision", defaultValue = "FP32", description = "Default: ${DEFAULT-VALUE}.")
    private Precision precision;

    @Option(
            names = "--degradation",
            defaultValue = "EVALUATION_MILD",
            description = "What makes the photographs bad: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DegradationPreset degradation;

    @Option(names = "--size", defaultValue = "512", description = "Side of the centre that is used, pixels.")
    private int size;

    @Option(
            names = "--process-size",
            description = "Shortest side that the networks work at, pixels, 0 for any. Default: the model's own.")
    private Integer processSize;

    @Option(names = "--count", defaultValue = "100", description = "Most photographs, in the order of their names.")
    private int count;

    @Option(names = "--seed", defaultValue = "0", description = "Of the degradation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    /** Returns 0, also where an extractor is not there. */
    @Override
    public Integer call() {
        List<Path> photographs = photographs();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-26s %-12s %8s %9s %9s %12s %9s%n",
                photographs.size() + " photographs, " + degradation.name().toLowerCase(Locale.ROOT),
                "prompts",
                "PSNR-Y",
                "SSIM-Y",
                "NIQE",
                "extractor, s",
                "whole, s");
        try (SuperResolver resolver = SuperResolver.builder()
                .model(model)
                .backend(backend)
                .precision(precision)
                .build()) {
            ComparedPrompts compared =
                    new ComparedPrompts(resolver, degradation, size, Optional.ofNullable(processSize), seed);
            row(out, compared, "null", PromptExtractor.none(), photographs);
            if (tagger == null) {
                absent(out, "tags", "no --tagger");
            } else {
                try (RamPictureTagger opened =
                        RamPictureTagger.builder(tagger).backend(backend).build()) {
                    row(out, compared, "tags", PromptExtractor.tags(opened), photographs);
                }
            }
            if (vlmUrl == null) {
                absent(out, "vlm", "no --vlm-url");
            } else {
                PromptExtractor captions = PromptExtractor.visionLanguage(
                        OllamaModel.client(vlmUrl, vlmModel, OllamaModel.DEFAULT_TIME_LIMIT));
                row(out, compared, "vlm", captions, photographs);
            }
        }
        PublishedPrompts.TABLE.forEach(published -> out.println(published.line()));
        out.flush();
        return 0;
    }

    /** Measures and prints; the first picture that has no prompt ends the row. */
    private void row(
            PrintWriter out, ComparedPrompts compared, String name, PromptExtractor extractor, List<Path> photographs) {
        try {
            ComparedPrompts.Row row = compared.run(name, extractor, photographs);
            out.printf(
                    Locale.ROOT,
                    "%-26s %-12s %8.2f %9.4f %9.4f %12.2f %9.2f   %s%n",
                    model.getFileName(),
                    name,
                    mean(row, "psnr_y"),
                    mean(row, "ssim_y"),
                    mean(row, "niqe"),
                    row.extractionSeconds(),
                    row.wholeSeconds(),
                    row.example());
        } catch (PromptException e) {
            absent(out, name, e.problem().text());
        }
        out.flush();
    }

    private void absent(PrintWriter out, String name, String reason) {
        out.printf("%-26s %-12s not measured: %s%n", model.getFileName(), name, reason);
    }

    private static double mean(ComparedPrompts.Row row, String measure) {
        return row.quality().mean(measure).map(ConfidenceInterval::mean).orElse(Double.NaN);
    }

    private List<Path> photographs() {
        if (count < 1) {
            throw refused("most photographs", String.valueOf(count), "at least 1");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> found = entries.filter(PromptsCommand::isPicture)
                    .sorted()
                    .limit(count)
                    .toList();
            if (found.isEmpty()) {
                throw refused("photographs in " + folder, "none", "files that end in " + ENDINGS);
            }
            return found;
        } catch (IOException e) {
            throw refused("photographs in " + folder, e.toString(), "a folder that can be read");
        }
    }

    private static boolean isPicture(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static InvalidOptionException refused(String asked, String found, String limit) {
        return new InvalidOptionException(
                new Problem(asked, found, limit, "Name a folder of photographs, and how many of them to take."));
    }
}
