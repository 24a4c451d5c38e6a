package dev.osediff;

import dev.osediff.backend.Cancellation;
import dev.osediff.error.PromptException;
import dev.osediff.network.Tensor;
import dev.osediff.pipeline.Conditioner;
import dev.osediff.pipeline.Pipeline;
import dev.osediff.pipeline.WorkingPicture;
import dev.osediff.prompt.ExtractedPrompt;
import dev.osediff.prompt.PromptCache;
import dev.osediff.prompt.PromptExtraction;
import dev.osediff.prompt.PromptExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes a picture's prompt and what the denoiser takes of it and of the negative prompt. Thread-safe. */
final class PromptConditions {
    private final Conditioner conditioner;
    private final Pipeline pipeline;
    private final PromptExtraction extraction = new PromptExtraction();
    private final PromptCache cache = new PromptCache();

    PromptConditions(Conditioner conditioner, Pipeline pipeline) {
        this.conditioner = conditioner;
        this.pipeline = pipeline;
    }

    /**
     * What became of a picture's prompt.
     *
     * @param prompt the text that was encoded
     * @param by name of the extractor that made it
     * @param inputs the denoiser's further inputs
     * @param warnings what the user should know
     * @param milliseconds that extracting took, encoding not counted
     */
    record Result(String prompt, String by, List<Tensor> inputs, List<String> warnings, double milliseconds) {}

    /** Returns the conditions of a run without a picture: as if the user's words were the whole prompt. */
    Result ofWords(UpscaleOptions options, Cancellation cancellation) {
        Described words = new Described(options.prompt(), PromptExtractor.none().name());
        if (options.promptExtractor() != PromptExtractor.none()) {
            words.warnings.add("The prompt extractor is not asked: there is no picture.");
        }
        return encoded(words, options, cancellation);
    }

    /**
     * Returns the conditions of a picture.
     *
     * @param picture asked only if the extractor reads it
     */
    Result of(Supplier<WorkingPicture> picture, UpscaleOptions options, Cancellation cancellation) {
        boolean silent = options.promptExtractor() == PromptExtractor.none();
        if (silent || !conditioner.readsText()) {
            Described words =
                    new Described(options.prompt(), PromptExtractor.none().name());
            if (!silent) {
                words.warnings.add("The prompt extractor was ignored: the model has no text encoder.");
            }
            return encoded(words, options, cancellation);
        }
        long start = System.nanoTime();
        Described described = described(picture, options, cancellation);
        described.milliseconds = (System.nanoTime() - start) / 1e6;
        return encoded(described, options, cancellation);
    }

    /** A prompt on its way. */
    private static final class Described {
        private final String prompt;
        private final String by;
        private final List<String> warnings = new ArrayList<>();
        private double milliseconds;

        Described(String prompt, String by) {
            this.prompt = prompt;
            this.by = by;
        }
    }

    private Described described(Supplier<WorkingPicture> picture, UpscaleOptions options, Cancellation cancellation) {
        try {
            String name = PromptExtraction.nameOf(options.promptExtractor());
            ExtractedPrompt extracted = extracted(name, picture, options, cancellation);
            String prompt = extracted.prompt();
            Described described = new Described(fitted(prompt, options.promptExtractor()), name);
            described.warnings.addAll(extracted.warnings());
            if (prompt.isBlank()) {
                described.warnings.add("The prompt extractor " + name + " found no words for the picture.");
            } else if (described.prompt.length() < prompt.length()) {
                described.warnings.add("The prompt by " + name + " was cut to what the text encoder reads, "
                        + described.prompt.length() + " of " + prompt.length() + " characters.");
            }
            return described;
        } catch (PromptException e) {
            if (options.promptFallback() == PromptFallback.FAIL) {
                throw e;
            }
            Described words =
                    new Described(options.prompt(), PromptExtractor.none().name());
            words.warnings.add("No prompt was extracted; " + e.problem().text());
            return words;
        }
    }

    private String fitted(String prompt, PromptExtractor extractor) {
        return extractor.writesSentences() ? conditioner.fitted(prompt) : prompt;
    }

    private ExtractedPrompt extracted(
            String name, Supplier<WorkingPicture> picture, UpscaleOptions options, Cancellation cancellation) {
        // Not within a run: who closes the resolver does not wait for somebody else's code.
        Runnable stop = () -> {
            cancellation.throwIfCancelled();
            pipeline.requireOpen();
        };
        PromptExtractor extractor = options.promptExtractor();
        String words = options.prompt();
        if (!extractor.readsPicture()) {
            return extraction.ask(extractor, null, words, options.promptTimeLimit(), stop);
        }
        WorkingPicture working = picture.get();
        PromptCache.Key key = new PromptCache.Key(name, words, working.sha256());
        return cache.get(key).orElseGet(() -> {
            ExtractedPrompt found = extraction.ask(extractor, working.image(), words, options.promptTimeLimit(), stop);
            cache.put(key, found);
            return found;
        });
    }

    private Result encoded(Described described, UpscaleOptions options, Cancellation cancellation) {
        boolean guided = options.guidanceScale() > 1;
        boolean reads = conditioner.readsText();
        List<String> prompts =
                guided && reads ? List.of(described.prompt, options.negativePrompt()) : List.of(described.prompt);
        List<Conditioner.Conditions> conditions = pipeline.conditions(prompts, cancellation);
        List<String> warnings = new ArrayList<>(described.warnings);
        warnings.addAll(conditions.get(0).warnings());
        List<Tensor> inputs = conditions.get(0).inputs();
        if (prompts.size() > 1) {
            Conditioner.Conditions negative = conditions.get(1);
            negative.warnings().forEach(warning -> warnings.add("Negative prompt: " + warning));
            inputs = conditions.get(0).beside(negative);
        } else if (guided) {
            warnings.add("Guidance and negative prompt were ignored: the model has no text encoder.");
        }
        return new Result(described.prompt, described.by, inputs, warnings, described.milliseconds);
    }
}
