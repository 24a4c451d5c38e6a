package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDigestsTest {
    @TempDir
    private Path folder;

    private final AtomicInteger readings = new AtomicInteger();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("weights"), "abc");
    }

    private String ask(KnownDigests known) {
        return known.sha256(file, () -> {
            readings.incrementAndGet();
            return Digests.sha256(file);
        });
    }

    private void learn() {
        KnownDigests known = KnownDigests.in(folder);
        ask(known);
        known.save();
        assertEquals(1, readings.get());
    }

    @Test
    void aFileIsReadOnce() {
        learn();
        assertEquals(Digests.ofText("abc"), ask(KnownDigests.in(folder)));
        assertEquals(1, readings.get());
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        learn();
        Files.writeString(file, "abd");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        assertEquals(Digests.ofText("abd"), ask(KnownDigests.in(folder)));
        assertEquals(2, readings.get());
    }

    @Test
    void anotherFileOfThatNameIsReadAgainThoughLengthAndTimeAreEqual() throws IOException {
        learn();
        FileTime time = Files.getLastModifiedTime(file);
        Path other = Files.writeString(folder.resolve("other"), "xyz");
        Files.setLastModifiedTime(other, time);
        Files.move(file, folder.resolve("old"));
        Files.move(other, file);
        assertEquals(Digests.ofText("xyz"), ask(KnownDigests.in(folder)));
    }

    @Test
    void aDamagedNoteOnlyCostsTime() throws IOException {
        learn();
        for (String text : new String[] {"", "{", "null", "[1]", "{\"files\":null}", "{\"files\":{\"x\":3}}"}) {
            Files.writeString(folder.resolve(KnownDigests.FILE), text);
            int before = readings.get();
            assertEquals(Digests.ofText("abc"), ask(KnownDigests.in(folder)), text);
            assertEquals(before + 1, readings.get(), text);
        }
    }

    @Test
    void nothingIsNotedWhereThereIsNoFolder() {
        KnownDigests known = KnownDigests.in(folder.resolve("absent"));
        ask(known);
        known.save();
        assertFalse(Files.exists(folder.resolve("absent")));
    }

    @Test
    void aModelFolderIsCheckedAgainstWhatIsKnown() throws IOException {
        RandomPublishedModel files = RandomPublishedModel.builder().write(folder.resolve("published"));
        Path imported = folder.resolve("imported");
        ModelImport.run(files.base(), files.osediff(), imported, ModelImport.WeightType.FP32, line -> {});
        ModelFolder.open(imported, KnownDigests.in(folder)).close();
        ModelFolder.open(imported, KnownDigests.in(folder)).close();
        byte[] weights = Files.readAllBytes(imported.resolve("vae.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.delete(imported.resolve("vae.safetensors"));
        Files.write(imported.resolve("vae.safetensors"), weights);
        assertThrows(ModelException.class, () -> ModelFolder.open(imported, KnownDigests.in(folder)));
    }
}
