package dev.osediff.prompt;

import dev.osediff.error.PromptException;
import java.awt.image.BufferedImage;

/**
 * Describes a low-quality picture in words, for the text that conditions the one step (paper section 3.2 and Table 4).
 * Implementations are thread-safe.
 */
public interface PromptExtractor {
    /** Returns a short name for provenance and cache keys: equal names give equal texts for equal pictures and words. */
    String name();

    /** Returns whether the picture matters: {@code false} lets callers leave the picture unread. */
    boolean readsPicture();

    /**
     * Makes the prompt of a picture.
     *
     * @param picture the low-quality picture at the size that the network works at, 8 bits, sRGB; must not be changed
     * @param words the user's own words, empty for none
     * @return the whole prompt; empty for none
     * @throws PromptException if no prompt can be made; an interrupt ends the call soon, with this exception and the flag set
     */
    String prompt(BufferedImage picture, String words);
}
