package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantisedFolderTest {
    private static final byte[] LARGE = new byte[2 << 20];
    private static final String SHA = "0".repeat(64);

    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void write() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        Files.writeString(source.resolve("manifest.json"), "{}");
        Files.createDirectory(source.resolve("tokenizer"));
        Files.writeString(source.resolve("tokenizer/merges.txt"), "a b");
        Path store = Files.createDirectory(folder.resolve("store"));
        Files.write(store.resolve("blob"), LARGE);
        Files.createSymbolicLink(source.resolve("weights.bin"), Path.of("../store/blob"));
    }

    @Test
    void aQuantisationLeavesItsSourceAsItIs() throws IOException {
        for (String name : new String[] {"quantisation.json", "quantisation.txt", "quantisation.csv"}) {
            Files.writeString(source.resolve(name), "older");
        }
        Path out = folder.resolve("out");
        QuantisedFolder.write(source, SHA, Map.of(), out);
        assertTrue(QuantisedFolder.isQuantised(source) && QuantisedFolder.isQuantised(out));
        assertTrue(Files.readString(out.resolve("quantisation.json")).contains(SHA));
        assertEquals("older", Files.readString(source.resolve("quantisation.json")));
        assertFalse(Files.exists(out.resolve("quantisation.txt")), "a report of other levels");
        Files.writeString(out.resolve("manifest.json"), "edited");
        assertEquals("{}", Files.readString(source.resolve("manifest.json")));
        assertEquals("a b", Files.readString(out.resolve("tokenizer/merges.txt")));
    }

    @Test
    void weightsGivenByASymbolicLinkAreWholeInTheNewFolder() throws IOException {
        Path out = folder.resolve("deep/er/out");
        QuantisedFolder.write(source, SHA, Map.of(), out);
        assertFalse(Files.isSymbolicLink(out.resolve("weights.bin")));
        assertArrayEquals(LARGE, Files.readAllBytes(out.resolve("weights.bin")));
    }

    @Test
    void whatIsNoModelFolderIsRefused() throws IOException {
        QuantisedFolder.requireModel(null);
        QuantisedFolder.requireModel(source);
        Files.delete(source.resolve("manifest.json"));
        for (Path none : new Path[] {source, folder.resolve("store/blob"), folder.resolve("nowhere")}) {
            ModelException e = assertThrows(ModelException.class, () -> QuantisedFolder.requireModel(none));
            assertTrue(e.getMessage().contains("osediff import"), e.getMessage());
        }
    }
}
