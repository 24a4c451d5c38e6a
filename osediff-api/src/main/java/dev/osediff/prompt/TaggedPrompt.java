package dev.osediff.prompt;

import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/** Tags and the user's words, as the reference composes them. Thread-safe as the tagger is. */
record TaggedPrompt(PictureTagger tagger) implements PromptExtractor {
    /** Least side of a picture in pixels: less than a tile of the tagger's own picture shows nothing. */
    private static final int LEAST_SIDE = 8;

    TaggedPrompt {
        Objects.requireNonNull(tagger, "tagger");
    }

    @Override
    public String name() {
        return "tags " + tagger.name();
    }

    @Override
    public boolean readsPicture() {
        return true;
    }

    @Override
    public String prompt(BufferedImage picture, String words) {
        if (picture.getWidth() < LEAST_SIDE || picture.getHeight() < LEAST_SIDE) {
            throw failure(
                    "a picture of " + picture.getWidth() + " x " + picture.getHeight() + " pixels",
                    "at least " + LEAST_SIDE + " x " + LEAST_SIDE,
                    "Raise the process size, or give the prompt in words.");
        }
        List<String> tags = tagger.tags(picture);
        if (tags == null || tags.stream().anyMatch(tag -> tag == null)) {
            throw failure("null among the tags", "texts", "Mend the tagger.");
        }
        long characters = tags.stream().mapToLong(tag -> tag.length() + 2L).sum();
        if (characters > ClipTokenizer.MAX_PROMPT_CHARACTERS) {
            throw failure(
                    tags.size() + " tags of " + characters + " characters",
                    "at most " + ClipTokenizer.MAX_PROMPT_CHARACTERS + " characters",
                    "Raise the tagger's thresholds.");
        }
        return ReferencePrompt.compose(tags, words);
    }

    private PromptException failure(String found, String limit, String nextStep) {
        return new PromptException(new Problem("prompt by " + name(), found, limit, nextStep));
    }
}
