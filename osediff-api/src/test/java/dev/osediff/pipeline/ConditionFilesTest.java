package dev.osediff.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backends;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.prompt.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionFilesTest {
    @TempDir
    Path parent;

    private final Tensor values = OpsCases.random(1, 1, 3, 5);
    private Path folder;
    private ConditionFiles files;

    @BeforeEach
    void open() {
        folder = parent.resolve("cache");
        files = files(Precision.FP32, "a");
    }

    private ConditionFiles files(Precision precision, String key) {
        CompileSpec spec = new CompileSpec(Device.CPU, precision, 1).withCache(new CompileCache(folder, key));
        return ConditionFiles.of(new Engine(Backends.byName("java"), spec)).orElseThrow();
    }

    private static Tokens tokens(int id) {
        return new Tokens(new int[] {49406, id, 49407}, 3, false);
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    @Test
    void anEngineWithoutACacheHasNoFiles() {
        Engine engine = new Engine(Backends.byName("java"), new CompileSpec(Device.CPU, Precision.FP32, 1));
        assertEquals(Optional.empty(), ConditionFiles.of(engine));
    }

    @Test
    void whatIsKeptIsFoundBitForBit() throws IOException {
        assertEquals(Optional.empty(), files.find(tokens(7)));
        files.keep(tokens(7), values);
        Tensor found = files(Precision.FP32, "a").find(tokens(7)).orElseThrow();
        assertArrayEquals(values.shape(), found.shape());
        assertArrayEquals(values.data(), found.data());
        assertEquals(1, list().size(), "no draft is left");
        assertEquals(Optional.empty(), files.find(tokens(8)));
        assertEquals(Optional.empty(), files(Precision.BF16, "a").find(tokens(7)), "another arithmetic");
        assertEquals(Optional.empty(), files(Precision.FP32, "b").find(tokens(7)), "other weights");
    }

    @Test
    void whatIsDamagedIsMadeAnew() throws IOException {
        files.keep(tokens(7), values);
        Path file = list().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int at : new int[] {0, 31, 33, 40, whole.length - 1}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertEquals(Optional.empty(), files.find(tokens(7)), "byte " + at);
        }
        for (int length : new int[] {0, 10, 35, whole.length - 4}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), files.find(tokens(7)), length + " bytes");
        }
        files.keep(tokens(7), values);
        assertTrue(files.find(tokens(7)).isPresent());
    }

    @Test
    void theFilesThatWereNotUsedForLongestGo() throws IOException {
        Path foreign = Files.createDirectories(folder).resolve("prompt-b-foreign");
        Files.write(foreign, new byte[1]);
        Files.setLastModifiedTime(foreign, FileTime.fromMillis(0));
        for (int id = 0; id < 20; id++) {
            files.keep(tokens(id), values);
            for (Path file : list()) {
                FileTime before = Files.getLastModifiedTime(file);
                Files.setLastModifiedTime(file, FileTime.fromMillis(Math.max(0, before.toMillis() - 10_000)));
            }
            assertTrue(files.find(tokens(0)).isPresent(), "it is used again and again");
        }
        assertEquals(ConditionFiles.MOST_FILES + 1, list().size());
        assertTrue(Files.exists(foreign), "another model's");
        assertEquals(Optional.empty(), files.find(tokens(4)));
        assertTrue(files.find(tokens(5)).isPresent());
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTime() throws IOException {
        Files.write(folder, new byte[1]);
        files.keep(tokens(7), values);
        assertEquals(Optional.empty(), files.find(tokens(7)));
    }
}
