package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of this process outside the Java heap, whose size is fixed and touched from the start. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Skips the test where it cannot be read. */
    static void assumeReadable() {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from " + STATUS + ", which is not there");
    }

    /** Returns resident anonymous memory less the heap's committed size, in bytes. */
    static long anonymousBytesOutsideTheHeap() throws IOException {
        System.gc();
        long kilobytes = Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        return (kilobytes << 10) - Runtime.getRuntime().totalMemory();
    }
}
