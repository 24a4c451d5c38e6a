package dev.osediff.cuda.emulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code src/main/cuda} that are compiled, relative to the module. */
final class KernelSources {
    private KernelSources() {}

    static List<String> all() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "cuda"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".cu"))
                    .sorted()
                    .toList();
        }
    }
}
