package dev.osediff.prompt;

import java.awt.image.BufferedImage;
import java.util.List;

/** Names what a picture shows, such as RAM with DAPE's weights. Thread-safe. */
public interface PictureTagger {
    /** Returns a short name for provenance and cache keys, with the hash of the weights. */
    String name();

    /**
     * Returns the tags of a picture in the order of the tagger's list; none if nothing is recognised.
     *
     * @param picture 8 bits, sRGB, at least 8 pixels on each side
     * @throws dev.osediff.error.PromptException if the picture is too small or the tagger fails
     */
    List<String> tags(BufferedImage picture);
}
