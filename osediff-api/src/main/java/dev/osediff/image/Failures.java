package dev.osediff.image;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.OsediffException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;

/** Turns what decoders and encoders throw into this library's exceptions. */
final class Failures {
    private Failures() {}

    /** Decoders report memory both bare and wrapped; everything else means a damaged or unsupported file. */
    static OsediffException ofReading(String asked, Throwable cause) {
        if (isOutOfMemory(cause)) {
            return outOfMemory(asked, cause);
        }
        return new InvalidImageException(
                new Problem(asked, describe(cause), "a whole, undamaged picture", "Check the file with a viewer."),
                cause);
    }

    static OsediffException ofWriting(String asked, Throwable cause) {
        if (isOutOfMemory(cause)) {
            return outOfMemory(asked, cause);
        }
        return new OutputException(
                new Problem(
                        asked,
                        describe(cause),
                        "an existing folder with room and write permission",
                        "Nothing was changed; choose another output."),
                cause);
    }

    private static OsediffException outOfMemory(String asked, Throwable cause) {
        return new MemoryBudgetException(
                new Problem(
                        asked,
                        "not enough memory",
                        Runtime.getRuntime().maxMemory() + " bytes of heap",
                        "Raise -Xmx or lower the ImageLimits."),
                cause);
    }

    private static boolean isOutOfMemory(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }
}
