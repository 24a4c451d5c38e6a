package dev.osediff.prompt;

import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * Describes a low-quality picture in words, for the text that conditions the one step (paper section 3.2 and Table 4).
 * Implementations are thread-safe.
 */
public interface PromptExtractor {
    /** Returns a short name for provenance and cache keys: equal names give equal texts for equal pictures and words. */
    String name();

    /**
     * Returns whether the picture matters: {@code false} lets callers leave the picture unread and ask anew for every picture;
     * answers about pictures are kept.
     */
    boolean readsPicture();

    /**
     * Returns whether a prompt is sentences: one that is longer than the text encoder reads is then cut where a clause ends.
     * Default {@code false}: it is cut after the last token that fits, as the reference does with tags.
     */
    default boolean writesSentences() {
        return false;
    }

    /**
     * Makes the prompt of a picture.
     *
     * @param picture the low-quality picture at the size that the network works at, 8 bits, sRGB; must not be changed; {@code
     *     null} if {@link #readsPicture()} is {@code false}
     * @param words the user's own words, empty for none
     * @return the whole prompt; empty for none
     * @throws PromptException if no prompt can be made; an interrupt ends the call soon, with this exception and the flag set
     */
    String prompt(BufferedImage picture, String words);

    /** Returns the extractor that adds nothing: the prompt is the user's words. */
    static PromptExtractor none() {
        return FixedPrompt.NONE;
    }

    /**
     * Returns an extractor that says the same of every picture: the text, and behind it ", " and the user's words if there are
     * any.
     *
     * @throws dev.osediff.error.InvalidOptionException if the text is null, too long, or has too many combining marks in a row
     */
    static PromptExtractor text(String text) {
        return FixedPrompt.of(text);
    }

    /**
     * Returns an extractor that reads a text file each time: its text as that of {@link #text(String)}.
     *
     * @param file UTF-8, at most {@value PromptFile#MOST_BYTES} bytes
     */
    static PromptExtractor file(Path file) {
        return new FilePrompt(file);
    }

    /**
     * Returns the reference's extractor: the tags of the picture and the user's words, composed as {@link
     * ReferencePrompt#compose} does.
     */
    static PromptExtractor tags(PictureTagger tagger) {
        return new TaggedPrompt(tagger);
    }

    /**
     * Returns an extractor that lets a vision-language model describe the picture in one sentence. The picture is sent reduced
     * to at most 672 pixels on the longer side; of the answer one sentence is kept, and nothing in it is obeyed. The user's
     * words come first, then ", " and the sentence. {@link ClipTokenizer#fitted} fits the prompt to a text encoder.
     *
     * @param client asks the model
     */
    static PromptExtractor visionLanguage(VisionLanguageClient client) {
        return new VisionLanguageExtractor(client);
    }
}
