package dev.osediff.metrics.evaluation;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Pairs the pictures of two folders; folders in them and hidden files do not count. Stateless and thread-safe. */
public final class FolderPairs {
    private static final int NAMED = 3;

    private FolderPairs() {}

    /**
     * Pairs pictures of equal names, whatever their endings.
     *
     * @param truths folder of ground truths
     * @param pictures folder of what is measured
     * @param suffix what the names of {@code pictures} have at the end besides ("_x4"); empty for nothing
     * @throws InvalidImageException if a folder cannot be read or has no pictures, two pictures have one name, or a picture has
     *     no partner; names some of them
     */
    public static List<PicturePair> byName(Path truths, Path pictures, String suffix) {
        SortedMap<String, Path> first = named(truths, "");
        SortedMap<String, Path> second = named(pictures, suffix);
        requireNoneLeft(truths, pictures, first.keySet(), second.keySet());
        requireNoneLeft(pictures, truths, second.keySet(), first.keySet());
        return first.entrySet().stream()
                .map(entry -> new PicturePair(entry.getKey(), entry.getValue(), second.get(entry.getKey())))
                .toList();
    }

    /**
     * Pairs pictures by their place in the order of names, as the reference's script does (osediff.md §3.4).
     *
     * @throws InvalidImageException if a folder cannot be read or has no pictures, or the numbers differ
     */
    public static List<PicturePair> byOrder(Path truths, Path pictures) {
        List<Path> first = list(truths);
        List<Path> second = list(pictures);
        if (first.size() != second.size()) {
            throw unpaired(
                    truths,
                    pictures,
                    first.size() + " and " + second.size() + " pictures",
                    "as many in one as in the other");
        }
        List<PicturePair> pairs = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            pairs.add(new PicturePair(stem(first.get(i)), first.get(i), second.get(i)));
        }
        return pairs;
    }

    private static SortedMap<String, Path> named(Path folder, String suffix) {
        SortedMap<String, Path> named = new TreeMap<>();
        for (Path file : list(folder)) {
            String stem = stem(file);
            String name = stem.endsWith(suffix) ? stem.substring(0, stem.length() - suffix.length()) : stem;
            Path before = named.put(name, file);
            if (before != null) {
                throw new InvalidImageException(new Problem(
                        "pictures in " + folder,
                        before.getFileName() + " and " + file.getFileName(),
                        "one picture of a name",
                        "Remove one of them."));
            }
        }
        return named;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static void requireNoneLeft(Path folder, Path other, Set<String> names, Set<String> partners) {
        Set<String> left = new TreeSet<>(names);
        left.removeAll(partners);
        if (!left.isEmpty()) {
            String some = left.stream().limit(NAMED).collect(Collectors.joining(", "));
            throw unpaired(
                    folder,
                    other,
                    left.size() + " pictures of " + names.size() + " without a partner: " + some
                            + (left.size() > NAMED ? ", ..." : ""),
                    "a picture of the same name in both, whatever its ending");
        }
    }

    private static InvalidImageException unpaired(Path folder, Path other, String found, String limit) {
        return new InvalidImageException(new Problem(
                "pairs of " + folder + " and " + other,
                found,
                limit,
                "Rename the files, give the suffix that one side has, or pair by order."));
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw unreadable(folder, Files.exists(folder) ? "not a folder" : "no such folder", null);
        }
        Set<String> endings = Stream.of(ImageIO.getReaderFileSuffixes())
                .map(ending -> ending.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pictures = files.filter(Files::isRegularFile)
                    .filter(file -> isPicture(file.getFileName().toString(), endings))
                    .sorted()
                    .toList();
            if (pictures.isEmpty()) {
                throw unreadable(folder, "no picture in it", null);
            }
            return pictures;
        } catch (IOException e) {
            throw unreadable(folder, e.toString(), e);
        }
    }

    private static boolean isPicture(String name, Set<String> endings) {
        int dot = name.lastIndexOf('.');
        return dot > 0
                && name.charAt(0) != '.'
                && endings.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static InvalidImageException unreadable(Path folder, String found, Throwable cause) {
        Problem problem = new Problem(
                "folder " + folder, found, "a folder with pictures in it", "Check the path and its rights.");
        return cause == null ? new InvalidImageException(problem) : new InvalidImageException(problem, cause);
    }
}
