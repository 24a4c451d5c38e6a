package dev.osediff.examples.cli;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.prompt.PictureTagger;
import java.nio.file.Path;

/** Opens the picture tagger in a folder. */
@FunctionalInterface
interface TaggerOpener {
    /**
     * A tagger that is ready.
     *
     * @param tagger names what pictures show
     * @param free ends its life
     */
    record Opened(PictureTagger tagger, Runnable free) implements AutoCloseable {
        @Override
        public void close() {
            free.run();
        }
    }

    /**
     * Opens a tagger; the caller closes it.
     *
     * @throws dev.osediff.error.OsediffException if the folder is no tagger's
     */
    Opened open(Path folder);

    /** Returns the opener of the taggers that this program knows. */
    static TaggerOpener standard() {
        return folder -> {
            throw new ModelException(new Problem(
                    "tagger " + folder,
                    "a program without picture taggers",
                    "prompts in words or files",
                    "Give --prompt or --prompt-from."));
        };
    }
}
