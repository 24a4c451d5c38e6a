package dev.osediff.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which packages' classes name classes of which other packages, read from compiled classes. */
final class PackageGraph {
    /** A class in a constant or descriptor: a path of lower-case packages, then a capital letter. */
    private static final Pattern CLASS_NAME = Pattern.compile("((?:[a-z][a-z0-9]*/)+)[A-Z]");

    private final Map<String, Set<String>> targets = new TreeMap<>();

    /** Reads all classes below a folder. */
    static PackageGraph ofClasses(Path root) throws IOException {
        PackageGraph graph = new PackageGraph();
        try (Stream<Path> files = Files.walk(root)) {
            Iterator<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).iterator();
            while (classes.hasNext()) {
                graph.addClass(root, classes.next());
            }
        }
        return graph;
    }

    private void addClass(Path root, Path file) throws IOException {
        if (file.getFileName().toString().equals("module-info.class")) {
            return;
        }
        String from = root.relativize(file.getParent())
                .toString()
                .replace(file.getFileSystem().getSeparator(), ".");
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        CLASS_NAME.matcher(content).results().map(PackageGraph::packageOf).forEach(to -> add(from, to));
    }

    private static String packageOf(MatchResult match) {
        String path = match.group(1);
        return path.substring(0, path.length() - 1).replace('/', '.');
    }

    void add(String from, String to) {
        Set<String> names = targets.computeIfAbsent(from, name -> new TreeSet<>());
        if (!from.equals(to)) {
            names.add(to);
        }
    }

    /** Returns all packages that have classes, sorted. */
    Set<String> packages() {
        return targets.keySet();
    }

    /** Returns the packages that a package names, itself left out. */
    Set<String> targetsOf(String from) {
        return targets.getOrDefault(from, Set.of());
    }

    /** Returns one cycle, its first package repeated at the end, or an empty list. */
    List<String> findCycle() {
        Set<String> done = new TreeSet<>();
        for (String start : packages()) {
            List<String> cycle = findCycle(start, new ArrayList<>(), done);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        return List.of();
    }

    private List<String> findCycle(String at, List<String> path, Set<String> done) {
        int seen = path.indexOf(at);
        path.add(at);
        if (seen >= 0) {
            return List.copyOf(path.subList(seen, path.size()));
        }
        if (!done.contains(at)) {
            for (String next : targetsOf(at)) {
                List<String> cycle = findCycle(next, path, done);
                if (!cycle.isEmpty()) {
                    return cycle;
                }
            }
            done.add(at);
        }
        path.remove(path.size() - 1);
        return List.of();
    }
}
