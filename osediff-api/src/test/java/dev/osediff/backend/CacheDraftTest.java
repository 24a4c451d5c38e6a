package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDraftTest {
    @TempDir
    private Path cache;

    @Test
    void closingRemovesWhatWasNotMoved() throws IOException {
        try (CacheDraft draft = CacheDraft.open(cache.resolve("new"))) {
            Files.writeString(draft.folder().resolve("part"), "half");
        }
        assertEquals(List.of(), entries(cache.resolve("new")));
    }

    @Test
    void whatIsFinishedIsMovedOut() throws IOException {
        try (CacheDraft draft = CacheDraft.open(cache)) {
            Files.writeString(draft.folder().resolve("part"), "whole");
            Files.move(draft.folder(), cache.resolve("entry"));
        }
        assertEquals(List.of(cache.resolve("entry")), entries(cache));
        assertEquals("whole", Files.readString(cache.resolve("entry/part")));
    }

    @Test
    void workThatGoesOnIsLeftAlone() throws IOException {
        try (CacheDraft one = CacheDraft.open(cache);
                CacheDraft other = CacheDraft.open(cache)) {
            assertTrue(Files.isDirectory(one.folder()));
            assertTrue(Files.isDirectory(other.folder()));
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Stream<String> lines = process.inputReader().lines()) {
            Path held = Path.of(lines.findFirst().orElseThrow());
            CacheDraft.open(cache).close();
            assertTrue(Files.exists(held.resolve("part")), "a living process keeps its draft");
            process.destroyForcibly().waitFor();
            CacheDraft.open(cache).close();
            assertFalse(Files.exists(held));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(List.of(), entries(cache));
    }

    @Test
    void aDraftWithoutALockIsRemovedWhenItIsOld() throws IOException {
        Path young = Files.createDirectory(cache.resolve(".draft-1"));
        Path old = Files.createDirectory(cache.resolve(".draft-2"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        CacheDraft.open(cache).close();
        assertEquals(List.of(young), entries(cache));
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** Holds a draft until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            CacheDraft draft = CacheDraft.open(Path.of(args[0]));
            Files.writeString(draft.folder().resolve("part"), "half");
            System.out.println(draft.folder());
            Thread.sleep(Duration.ofMinutes(10).toMillis());
            draft.close();
        }
    }
}
