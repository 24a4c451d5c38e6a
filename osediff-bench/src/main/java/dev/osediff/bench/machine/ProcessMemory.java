package dev.osediff.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What Linux says of memory under /proc; 0 where that does not exist. */
public final class ProcessMemory {
    private static final double GIGA = 1e9;

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

    /** Tells by how much the free memory is too small for new work; empty if it is enough, or not known. */
    public static Optional<String> lack(long neededBytes) {
        return lack(neededBytes, availableBytes());
    }

    static Optional<String> lack(long neededBytes, long freeBytes) {
        return freeBytes > 0 && neededBytes > freeBytes
                ? Optional.of(String.format(
                        Locale.ROOT, "needs about %.1f GB, %.1f GB are free", neededBytes / GIGA, freeBytes / GIGA))
                : Optional.empty();
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
