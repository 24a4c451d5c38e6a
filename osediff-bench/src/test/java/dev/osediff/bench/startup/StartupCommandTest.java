package dev.osediff.bench.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real starts of the engine that starts quickest. */
class StartupCommandTest {
    @TempDir
    Path folder;

    @Test
    void coldAndWarmStartsAreTimedAndAnAbsentEngineSaysWhy() {
        Path json = folder.resolve("a.json");
        BenchCommands.Run run =
                BenchCommands.run("startup", "--backend", "ort,nope", "--threads", "1", "-n", "2", "-o", json);
        assertEquals(0, run.code(), run.err());
        List<Measure> measures = ResultFile.read(json).measures();
        assertEquals(
                List.of("cold", "warm", "cold"),
                measures.stream().map(Measure::item).toList());
        assertEquals(2, measures.get(0).processes());
        assertTrue(measures.get(1).samples().min() > 0);
        assertTrue(measures.get(2).note().contains("one of djl, java, ort, torchscript"), measures.toString());
        assertTrue(run.out().contains("not measured: "), run.out());
    }

    @Test
    void badOptions() {
        assertEquals(2, BenchCommands.run("startup", "-n", "0").code());
        assertEquals(2, BenchCommands.run("startup", "--threads", "0").code());
    }
}
