package dev.osediff.examples.cli;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Lists the pictures that arguments name: files as they are, folders by the pictures in them. */
final class InputFiles {
    private InputFiles() {}

    /**
     * One picture.
     *
     * @param path where it is
     * @param name where its result goes below the output folder: the path below the folder that was named
     */
    record Input(Path path, Path name) {}

    /**
     * Lists an argument's pictures in the order of their names. A file is taken whether it exists or not: reading it
     * will tell. In a folder, hidden files are left out.
     *
     * @param argument a file or a folder
     * @param recursive whether folders in the folder are searched too
     * @throws InvalidImageException if a folder cannot be read or has no picture in it
     */
    static List<Input> list(Path argument, boolean recursive) {
        return list(argument, recursive, path -> true);
    }

    /** The same, without what is below the output folder, unless that is where the pictures are. */
    static List<Input> list(Path argument, boolean recursive, Path output) {
        Path except = absolute(output);
        boolean isInside = absolute(argument).startsWith(except);
        return list(argument, recursive, path -> isInside || !absolute(path).startsWith(except));
    }

    private static List<Input> list(Path argument, boolean recursive, Predicate<Path> wanted) {
        if (!Files.isDirectory(argument)) {
            return List.of(new Input(argument, argument.getFileName()));
        }
        Set<String> suffixes = suffixes();
        List<Input> inputs = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(argument, recursive ? Integer.MAX_VALUE : 1)) {
            paths.filter(path -> isPicture(path, suffixes))
                    .filter(wanted)
                    .sorted()
                    .forEach(path -> inputs.add(new Input(path, argument.relativize(path))));
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidImageException(
                    new Problem(
                            "folder " + argument,
                            String.valueOf(e.getMessage()),
                            "a folder that can be read",
                            "Check its rights."),
                    e);
        }
        if (inputs.isEmpty()) {
            throw new InvalidImageException(new Problem(
                    "folder " + argument,
                    "no picture" + (recursive ? " in it or below" : " in it"),
                    "files named ." + suffixes.stream().sorted().collect(Collectors.joining(", .")),
                    recursive ? "Name a folder with pictures." : "Add --recursive to search the folders below it."));
        }
        return inputs;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static boolean isPicture(Path path, Set<String> suffixes) {
        String name = path.getFileName().toString();
        return !name.startsWith(".")
                && suffixes.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && name.indexOf('.') > 0
                && Files.isRegularFile(path);
    }

    private static Set<String> suffixes() {
        return Stream.of(ImageIO.getReaderFileSuffixes())
                .map(suffix -> suffix.toLowerCase(Locale.ROOT))
                .filter(suffix -> !suffix.isEmpty())
                .collect(Collectors.toSet());
    }
}
