package dev.osediff.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of memory under /proc; 0 where that does not exist. */
public final class ProcessMemory {
    private ProcessMemory() {}

    /** Returns the most bytes that this process has held in memory so far (VmHWM). */
    public static long peakBytes() {
        return kibibytes(Path.of("/proc/self/status"), "VmHWM:") * 1024;
    }

    /** Returns the bytes that new work can take without swapping (MemAvailable). */
    public static long availableBytes() {
        return kibibytes(Path.of("/proc/meminfo"), "MemAvailable:") * 1024;
    }

    /** Returns the bytes of the machine (MemTotal). */
    public static long totalBytes() {
        return kibibytes(Path.of("/proc/meminfo"), "MemTotal:") * 1024;
    }

    private static long kibibytes(Path file, String key) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
