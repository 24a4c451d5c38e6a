package dev.osediff.image;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.Problem;

/** What fits one Java array. */
final class RasterSizes {
    /** The longest array that every JVM allocates. */
    static final int MAX_ARRAY_ELEMENTS = Integer.MAX_VALUE - 8;

    private RasterSizes() {}

    /** Refuses a picture whose float plane exceeds one array. */
    static void requirePlanes(int width, int height) {
        requireInterleaved(width, height, 1);
    }

    /** Refuses a picture whose pixels of that many elements exceed one array. */
    static void requireInterleaved(int width, int height, int elementsPerPixel) {
        long elements = (long) width * height;
        if (elements > MAX_ARRAY_ELEMENTS / elementsPerPixel) {
            throw new ImageTooLargeException(new Problem(
                    "picture",
                    width + " x " + height + " pixels of " + elementsPerPixel + " array elements",
                    MAX_ARRAY_ELEMENTS / elementsPerPixel + " pixels in one array",
                    "Choose a smaller size or scale."));
        }
    }
}
