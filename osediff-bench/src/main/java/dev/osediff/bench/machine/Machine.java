package dev.osediff.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine and the software that figures were measured with.
 *
 * @param processor model name
 * @param processors that the virtual machine may use
 * @param features instruction sets that matter here
 * @param memoryBytes of the machine
 * @param system name and version
 * @param java version and vendor
 */
public record Machine(String processor, int processors, String features, long memoryBytes, String system, String java) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Describes this one. */
    public static Machine here() {
        return new Machine(
                cpuinfo("model name"),
                Runtime.getRuntime().availableProcessors(),
                instructions(),
                ProcessMemory.totalBytes(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    }

    private static String instructions() {
        String flags = cpuinfo("flags") + " ";
        return String.join(
                " ",
                Stream.of("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "avx_vnni", "amx_bf16", "amx_int8")
                        .filter(flag -> flags.contains(" " + flag + " "))
                        .toList());
    }

    private static String cpuinfo(String key) {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
