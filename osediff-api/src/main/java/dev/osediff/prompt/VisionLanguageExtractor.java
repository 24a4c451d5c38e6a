package dev.osediff.prompt;

import dev.osediff.error.OsediffException;
import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * Lets a vision-language model describe the picture in one sentence (paper section 3.2, where it is LLaVA-v1.5). The picture
 * is sent as a PNG of at most 672 pixels on the longer side. Of the answer, whatever it says, one sentence of at most
 * 512 characters on one line is kept, in which no special token of a tokenizer occurs. As thread-safe as the client.
 */
final class VisionLanguageExtractor implements PromptExtractor {
    /** What is asked; another text is another extractor and needs another name. */
    static final String INSTRUCTION = "This photograph was damaged by blur, noise and compression and will be restored."
            + " Describe in one sentence what it shows: the main subject, its surroundings, materials and textures."
            + " Describe only what you can see, as it would look in a sharp photograph; do not mention the damage."
            + " Answer with the sentence alone.";

    private static final int MOST_QUOTED = 80;

    private final VisionLanguageClient client;

    VisionLanguageExtractor(VisionLanguageClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    @Override
    public String name() {
        return "vision-language(" + client.name() + ", instruction 1)";
    }

    @Override
    public boolean readsPicture() {
        return true;
    }

    @Override
    public boolean writesSentences() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The words come first, so that what is too long for a text encoder is cut from the model's sentence.
     */
    @Override
    public String prompt(BufferedImage picture, String words) {
        PromptLimits.check(words);
        String answer = answer(PictureFile.png(picture));
        String caption = Caption.of(answer);
        if (caption.isEmpty()) {
            throw new PromptException(new Problem(
                    "description of a picture by " + client.name(),
                    found(answer),
                    "a sentence that describes it",
                    "Try another model, or give the prompt in words."));
        }
        return words.isEmpty() ? caption : words + ", " + caption;
    }

    private String answer(byte[] png) {
        String answer;
        try {
            answer = client.answer(INSTRUCTION, png);
        } catch (OsediffException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PromptException(
                    new Problem(
                            "description of a picture by " + client.name(),
                            e.toString(),
                            "an answer",
                            "Check the vision-language model's client."),
                    e);
        }
        return answer == null ? "" : answer;
    }

    private static String found(String answer) {
        String plain = PlainAnswer.of(answer).replace('\n', ' ');
        if (plain.isEmpty()) {
            return answer.isEmpty() ? "an empty answer" : "an answer without words";
        }
        int end = plain.offsetByCodePoints(0, Math.min(plain.codePointCount(0, plain.length()), MOST_QUOTED));
        return "\"" + plain.substring(0, end) + (end < plain.length() ? "..." : "") + "\"";
    }
}
