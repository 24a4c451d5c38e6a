package dev.osediff.examples.cli;

import java.nio.file.Path;

/**
 * One picture to read and one to write.
 *
 * @param input what is read
 * @param output what is written
 * @param name of the input without its extension, below the folder that was named; with it where two would be the same
 */
record FileJob(Path input, Path output, Path name) {
    /** Returns where a folder holds what belongs to the input: in its place, with another extension. */
    Path in(Path folder, String extension) {
        return folder.resolve(name.resolveSibling(name.getFileName() + extension));
    }

    /** Returns the output's neighbour of another extension. */
    Path beside(String extension) {
        return output.resolveSibling(stem(output.getFileName()) + extension);
    }

    /** Returns a path without its last extension. */
    static Path stem(Path path) {
        String text = path.getFileName().toString();
        int dot = text.lastIndexOf('.');
        return dot <= 0 ? path : path.resolveSibling(text.substring(0, dot));
    }
}
