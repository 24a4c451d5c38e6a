package dev.osediff.image;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * What is read at most; asked of a file's header before anything is decoded.
 *
 * @param maxPixels width times height
 * @param maxSidePixels width, and height
 * @param maxFileBytes bytes of the file, or taken from a stream
 */
public record ImageLimits(long maxPixels, int maxSidePixels, long maxFileBytes) {
    /** 178,956,970 pixels (512 MiB at 24 bits), sides up to 65,535, files up to 1 GiB. */
    public static final ImageLimits DEFAULT = new ImageLimits(178_956_970L, 65_535, 1L << 30);

    /** Refuses a limit below 1. */
    public ImageLimits {
        if (maxPixels < 1 || maxSidePixels < 1 || maxFileBytes < 1) {
            throw new InvalidOptionException(new Problem(
                    "image limits",
                    maxPixels + " pixels, side " + maxSidePixels + ", " + maxFileBytes + " bytes",
                    "each at least 1",
                    "Use ImageLimits.DEFAULT or positive values."));
        }
    }

    /** Returns the same limits with another number of pixels. */
    public ImageLimits withMaxPixels(long newMaxPixels) {
        return new ImageLimits(newMaxPixels, maxSidePixels, maxFileBytes);
    }

    /**
     * Checks a size.
     *
     * @param asked names the picture in messages
     * @throws InvalidImageException if a side is below 1
     * @throws ImageTooLargeException if a limit is exceeded
     */
    public void check(String asked, int width, int height) {
        String found = width + " x " + height + " pixels";
        if (width < 1 || height < 1) {
            throw new InvalidImageException(
                    new Problem(asked, found, "at least 1 x 1", "Give a picture that is not empty."));
        }
        if (width > maxSidePixels || height > maxSidePixels || (long) width * height > maxPixels) {
            throw new ImageTooLargeException(new Problem(
                    asked,
                    found,
                    maxPixels + " pixels and sides of " + maxSidePixels,
                    "Reduce the picture, or raise the limit (ImageLimits; --max-pixels)."));
        }
    }

    /** Refuses a file of more bytes than allowed. */
    void checkBytes(String asked, long bytes) {
        if (bytes > maxFileBytes) {
            throw tooManyBytes(asked, bytes + " bytes");
        }
    }

    ImageTooLargeException tooManyBytes(String asked, String found) {
        return new ImageTooLargeException(new Problem(asked, found, maxFileBytes + " bytes", "Raise the ImageLimits."));
    }
}
