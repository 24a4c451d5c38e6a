package dev.osediff.image;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A decoded picture.
 *
 * @param image upright, in the depth and colour space of the file
 * @param header what the file said
 * @param warnings what was ignored or left out, in English, possibly empty
 */
public record LoadedImage(BufferedImage image, ImageHeader header, List<String> warnings) {
    /** Copies the list. */
    public LoadedImage {
        warnings = List.copyOf(warnings);
    }
}
