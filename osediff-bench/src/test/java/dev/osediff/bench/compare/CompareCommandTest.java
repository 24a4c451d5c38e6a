package dev.osediff.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final List<Double> OLD = List.of(1.0, 1.02, 0.98, 1.01, 0.99, 1.0);

    @TempDir
    Path folder;

    private BenchCommands.Run compare(List<Double> after, Object... options) {
        Path a = write("a.json", measure("x", OLD), measure("gone", OLD));
        Path b = write("b.json", measure("x", after), Measure.absent("g", "s", "y", "no engine"), measure("new", OLD));
        Object[] args = new Object[options.length + 3];
        args[0] = "compare";
        args[1] = a;
        args[2] = b;
        System.arraycopy(options, 0, args, 3, options.length);
        return BenchCommands.run(args);
    }

    private Path write(String name, Measure... measures) {
        Path path = folder.resolve(name);
        ResultFile.of(List.of("test"), List.of(measures)).write(path);
        return path;
    }

    private static Measure measure(String item, List<Double> seconds) {
        return new Measure("g", "s", item, seconds, 0, "", 0, "");
    }

    @Test
    void slowerBeyondNoiseFails() {
        BenchCommands.Run run = compare(List.of(1.5, 1.52, 1.48, 1.5, 1.51, 1.49));
        assertEquals(1, run.code());
        assertTrue(run.out().contains("slower    1.500×"), run.out());
        assertTrue(run.out().contains("only in " + folder.resolve("b.json") + ": g | s | new"), run.out());
        assertTrue(run.out().contains("only in " + folder.resolve("a.json") + ": g | s | gone"), run.out());
    }

    @Test
    void noiseIsNoRegression() {
        assertEquals(0, compare(List.of(0.9, 1.3, 1.5, 1.4, 0.8, 1.4)).code());
        assertEquals(0, compare(List.of(1.04, 1.04, 1.04, 1.04, 1.04, 1.04)).code());
        assertEquals(
                1,
                compare(List.of(1.04, 1.04, 1.04, 1.04, 1.04, 1.04), "--tolerance", "1")
                        .code());
    }

    @Test
    void fasterIsSaid() {
        BenchCommands.Run run = compare(List.of(0.5, 0.5, 0.5));
        assertEquals(0, run.code());
        assertTrue(run.out().contains("faster    0.500×"), run.out());
    }

    @Test
    void oneRunTellsNothing() {
        BenchCommands.Run run = compare(List.of(9.0));
        assertEquals(0, run.code());
        assertTrue(run.out().contains("unknown"), run.out());
    }

    @Test
    void theShareOfRowsThatAgreeIsStatedAndCanDecide() {
        List<Double> near = List.of(1.01, 1.03, 0.99, 1.02, 1.0, 1.01);
        List<Double> far = List.of(1.2, 1.21, 1.2, 1.19, 1.2, 1.2);
        Path a = write("a.json", measure("1", OLD), measure("2", OLD), measure("3", OLD), measure("4", List.of(1.0)));
        Path b = write("b.json", measure("1", near), measure("2", near), measure("3", far), measure("4", List.of(9.0)));
        BenchCommands.Run run = BenchCommands.run("compare", a, b, "--agreement", "60");
        assertEquals(0, run.code());
        assertTrue(
                run.out().contains("2 of 3 rows agree within their stated errors, 66.7 %; 1 state no error"),
                run.out());
        assertEquals(1, BenchCommands.run("compare", a, b, "--agreement", "90").code());
        assertEquals(2, BenchCommands.run("compare", a, b, "--agreement", "101").code());
        assertEquals(
                1,
                BenchCommands.run("compare", write("c.json"), write("d.json"), "--agreement", "1")
                        .code(),
                "nothing in common does not agree");
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        Path a = write("a.json", measure("1", OLD));
        Path b = folder.resolve("b.json");
        Files.writeString(b, Files.readString(a).replace("\"version\" : 2", "\"version\" : 1"));
        BenchCommands.Run run = BenchCommands.run("compare", a, b);
        assertEquals(2, run.code());
        assertTrue(run.err().contains("version 1"), run.err());
    }

    @Test
    void badFiles() {
        BenchCommands.Run run = BenchCommands.run("compare", folder.resolve("x.json"), folder.resolve("y.json"));
        assertEquals(2, run.code());
        assertTrue(run.err().contains("FileNotFound"), run.err());
    }
}
