package dev.osediff.cuda.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each package of this module may import, read from the sources. */
class CudaPackagesTest {
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?((?:[a-z0-9]+\\.)+)[A-Za-z_]");
    private static final Path ROOT = Path.of("src", "main", "java", "dev", "osediff", "cuda");

    /** Plans are plain arithmetic; only what talks to NVIDIA's libraries names the presets. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "kernel", Set.of("dev.osediff.error"),
            "driver", Set.of("dev.osediff.error", "dev.osediff.backend", "org.bytedeco"),
            "compile", Set.of("dev.osediff.error", "dev.osediff.backend", "org.bytedeco"));

    @Test
    void packagesImportOnlyWhatTheyMay() throws IOException {
        List<String> wrong = new ArrayList<>();
        int imports = 0;
        for (Path file : sources()) {
            Set<String> allowed = ALLOWED.get(file.getParent().getFileName().toString());
            assertTrue(allowed != null, () -> file + " is in a package without rules: put it where it belongs");
            Matcher matcher = IMPORT.matcher(Files.readString(file));
            while (matcher.find()) {
                String target = matcher.group(1);
                imports++;
                boolean fine = target.startsWith("java.") || allowed.stream().anyMatch(target::startsWith);
                if (!fine) {
                    wrong.add(file.getFileName() + " imports " + target);
                }
            }
        }
        assertTrue(imports > 20, "imports found: " + imports);
        assertEquals(List.of(), wrong);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
