package dev.osediff.bench.report;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The part of a text file between two marks; what lies around it is kept to the letter. */
final class MarkedRegion {
    /** The line before it. */
    static final String BEGIN = "<!-- figures: begin -->";

    /** The line after it. */
    static final String END = "<!-- figures: end -->";

    private MarkedRegion() {}

    /**
     * Refuses a file that has no such part.
     *
     * @throws InvalidOptionException unless the file can be read and has each mark once, in order
     */
    static void require(Path file) {
        read(file);
    }

    /**
     * Puts a text between the marks.
     *
     * @throws InvalidOptionException as {@link #require(Path)}
     * @throws OutputException if it cannot be written; the file is as it was
     */
    static void replace(Path file, String text) {
        String all = read(file);
        String changed = all.substring(0, all.indexOf(BEGIN) + BEGIN.length()) + "\n\n" + text + "\n"
                + all.substring(all.indexOf(END));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, changed);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "writing " + file,
                            e.toString(),
                            "a file that can be written",
                            "Check its rights and the free space."),
                    e);
        }
    }

    private static String read(Path file) {
        String all;
        try {
            all = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidOptionException(
                    new Problem("page " + file, e.toString(), "a text file that exists", "Name another one."), e);
        }
        int begin = all.indexOf(BEGIN);
        int end = all.indexOf(END);
        if (begin < 0 || end < begin || all.lastIndexOf(BEGIN) != begin || all.lastIndexOf(END) != end) {
            throw new InvalidOptionException(new Problem(
                    "page " + file,
                    "no part between marks, or more than one",
                    "once \"" + BEGIN + "\" and below it once \"" + END + "\"",
                    "Add these two lines where the figures belong."));
        }
        return all;
    }
}
