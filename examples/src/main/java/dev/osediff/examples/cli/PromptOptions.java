package dev.osediff.examples.cli;

import dev.osediff.PromptFallback;
import dev.osediff.Provenance;
import dev.osediff.UpscaleOptions;
import dev.osediff.prompt.PromptExtractor;
import dev.osediff.prompt.PromptFile;
import dev.osediff.prompt.langchain.OllamaModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where each picture's prompt comes from and where it is saved, and guidance. Mixed into the command that enlarges. */
final class PromptOptions {
    private static final String EXTENSION = ".txt";
    private static final String BESIDE_RESULTS = "";

    /** Who describes pictures. */
    enum Extractor {
        /** Nobody: the prompt is what --prompt says. */
        NONE,
        /** The tagger of --tagger. */
        TAGS,
        /** A vision-language model of an Ollama server. */
        VLM
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--prompt-extractor",
            paramLabel = "NAME",
            description = "Who describes each picture, before the words of --prompt: ${COMPLETION-CANDIDATES}. Default:"
                    + " NONE.")
    private Extractor extractor;

    @Option(names = "--tagger", paramLabel = "FOLDER", description = "Imported tagger of --prompt-extractor tags.")
    private Path tagger;

    @Option(
            names = "--vlm-url",
            paramLabel = "URL",
            description = "Ollama server of --prompt-extractor vlm; pictures are sent there. Default: "
                    + OllamaModel.DEFAULT_URL)
    private String vlmUrl;

    @Option(
            names = "--vlm-model",
            paramLabel = "NAME",
            description = "Its model, one that sees pictures. Default: " + OllamaModel.DEFAULT_MODEL)
    private String vlmModel;

    @Option(
            names = "--prompt-from",
            paramLabel = "FOLDER",
            description = "Read each picture's prompt from FOLDER/NAME.txt, UTF-8, before the words of --prompt.")
    private Path promptFrom;

    @Option(
            names = "--save-prompts",
            paramLabel = "FOLDER",
            arity = "0..1",
            fallbackValue = BESIDE_RESULTS,
            description =
                    "Save each picture's prompt as FOLDER/NAME.txt, or beside the result. Write it behind the inputs,"
                            + " or --save-prompts=FOLDER.")
    private String savePrompts;

    @Option(
            names = "--prompt-fallback",
            paramLabel = "POLICY",
            description =
                    "Where a picture's prompt cannot be had: ${COMPLETION-CANDIDATES}. Default: FAIL; NONE goes on"
                            + " with --prompt alone, and a warning.")
    private PromptFallback fallback;

    @Option(
            names = "--prompt-time-limit",
            paramLabel = "SECONDS",
            description = "Longest time for describing one picture. Default: 120.")
    private Double timeLimit;

    @Option(
            names = "--negative-prompt",
            paramLabel = "TEXT",
            description = "Text that the result is guided away from; needs --guidance-scale.")
    private String negativePrompt;

    @Option(
            names = "--guidance-scale",
            paramLabel = "SCALE",
            description = "Classifier-free guidance, 1 (default: none) to 20; takes nearly two denoiser steps.")
    private Double guidanceScale;

    /**
     * Sets what was given and is the same for all pictures.
     *
     * @throws dev.osediff.error.InvalidOptionException if a value is out of range
     */
    void apply(UpscaleOptions.Builder options) {
        if (extractor == Extractor.TAGS && tagger == null) {
            throw usage("--prompt-extractor tags needs --tagger with the tagger's folder");
        }
        if (extractor != Extractor.TAGS && tagger != null) {
            throw usage("--tagger " + tagger + " needs --prompt-extractor tags");
        }
        if (extractor != Extractor.VLM && (vlmUrl != null || vlmModel != null)) {
            throw usage((vlmUrl != null ? "--vlm-url " + vlmUrl : "--vlm-model " + vlmModel)
                    + " needs --prompt-extractor vlm");
        }
        if (describes() && promptFrom != null) {
            throw usage("--prompt-from " + promptFrom + " together with --prompt-extractor "
                    + extractor.name().toLowerCase(Locale.ROOT) + "; leave one of them out");
        }
        if (promptFrom != null && !Files.isDirectory(promptFrom)) {
            throw usage("--prompt-from " + promptFrom + " is not a folder");
        }
        if (savePrompts != null && Files.isRegularFile(Path.of(savePrompts))) {
            throw usage("--save-prompts " + savePrompts + " is a file; write the option behind the inputs, or"
                    + " --save-prompts=FOLDER");
        }
        if (fallback != null) {
            options.promptFallback(fallback);
        }
        if (timeLimit != null) {
            options.promptTimeLimit(limit());
        }
        if (negativePrompt != null) {
            options.negativePrompt(negativePrompt);
        }
        if (guidanceScale != null) {
            options.guidanceScale(guidanceScale);
        }
    }

    private Duration limit() {
        return timeLimit == null ? OllamaModel.DEFAULT_TIME_LIMIT : Duration.ofMillis(Math.round(timeLimit * 1000));
    }

    private boolean describes() {
        return extractor == Extractor.TAGS || extractor == Extractor.VLM;
    }

    /** What describes the pictures of one run. */
    interface Source extends AutoCloseable {
        /** Returns who makes a picture's prompt. */
        PromptExtractor of(FileJob job);

        @Override
        default void close() {}
    }

    /** Opens what describes the pictures; the caller closes it. */
    Source open(TaggerOpener taggers) {
        if (promptFrom != null) {
            return job -> PromptExtractor.file(job.in(promptFrom, EXTENSION));
        }
        if (!describes()) {
            return job -> PromptExtractor.none();
        }
        if (extractor == Extractor.VLM) {
            PromptExtractor captions = PromptExtractor.visionLanguage(OllamaModel.client(
                    Objects.requireNonNullElse(vlmUrl, OllamaModel.DEFAULT_URL),
                    Objects.requireNonNullElse(vlmModel, OllamaModel.DEFAULT_MODEL),
                    limit()));
            return job -> captions;
        }
        TaggerOpener.Opened opened = taggers.open(tagger);
        PromptExtractor tags = PromptExtractor.tags(opened.tagger());
        return new Source() {
            @Override
            public PromptExtractor of(FileJob job) {
                return tags;
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    /**
     * Saves the prompt that a picture was made with, if that was asked for.
     *
     * @throws dev.osediff.error.OutputException if it cannot be written
     */
    void save(FileJob job, Provenance provenance) {
        if (savePrompts != null) {
            Path file = savePrompts.equals(BESIDE_RESULTS)
                    ? job.beside(EXTENSION)
                    : job.in(Path.of(savePrompts), EXTENSION);
            PromptFile.write(file, provenance.options().get("prompt"));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
