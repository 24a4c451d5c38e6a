package dev.osediff.ort.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an optimised graph depends on besides the network: the engine lays weights out for the processor it runs on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns a text that differs between processors of different instruction sets, where the system tells. */
    static String description() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try {
            List<String> lines = Files.readAllLines(PROCESSORS, StandardCharsets.UTF_8);
            return system
                    + lines.stream()
                            .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                            .findFirst()
                            .orElse("");
        } catch (IOException | RuntimeException e) {
            return system;
        }
    }
}
