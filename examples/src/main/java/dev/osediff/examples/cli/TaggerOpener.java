package dev.osediff.examples.cli;

import dev.osediff.RamPictureTagger;
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

    /** Returns the opener of the taggers that this program knows, on the quickest engine. */
    static TaggerOpener standard() {
        return folder -> opened(RamPictureTagger.open(folder));
    }

    /** Returns a tagger as one that is closed by its run. */
    static Opened opened(RamPictureTagger tagger) {
        return new Opened(tagger, tagger::close);
    }
}
