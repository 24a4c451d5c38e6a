package dev.osediff.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    Path folder;

    private static ResultFile file() {
        Measure measured = new Measure("g", "s", "i", List.of(2.0, 1.0, 4.0), 10, Measure.GMAC, 7, "");
        return ResultFile.of(List.of("stages"), List.of(measured, Measure.absent("g", "s", "j", "no <engine>")));
    }

    @Test
    void comesBackAsItWas() {
        Path path = folder.resolve("sub/a.json");
        ResultFile file = file();
        file.write(path);
        assertEquals(file, ResultFile.read(path));
        assertEquals(10, file.measures().get(0).rate(), 1e-9, "20 GFLOP in 2 s");
    }

    @Test
    void refusesOtherVersionsAndFormats() throws IOException {
        Path path = folder.resolve("a.json");
        Files.writeString(path, file().toJson().replace("\"version\" : 2", "\"version\" : 1"));
        refused(path, "version 1");
        Files.writeString(path, "[]");
        refused(path, "another format");
        Files.writeString(path, "{\"format\":");
        refused(path, "JsonEOFException");
        Files.writeString(path, "{\"format\":\"osediff-bench\",\"version\":2,\"measures\":[{}]}");
        refused(path, "Exception");
        refused(folder.resolve("none.json"), "FileNotFound");
    }

    private static void refused(Path path, String found) {
        InvalidOptionException refusal = assertThrows(InvalidOptionException.class, () -> ResultFile.read(path));
        assertTrue(refusal.getMessage().contains(found), refusal.getMessage());
    }
}
