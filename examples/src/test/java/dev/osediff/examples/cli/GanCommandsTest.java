package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.rrdb.GoldenRrdb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GanCommandsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = GoldenRrdb.copy("x4.pth", folder);
    }

    @Test
    void importsAndInspects() {
        Path model = folder.resolve("model");
        Cli.Run run = Cli.run("import", "--gan", file, "--licence", "BSD-3-Clause", "-o", model);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("x4: x4, "), run.out());
        assertTrue(run.out().contains("REAL_ESRGAN"), run.out());
        for (Path place : new Path[] {file, model}) {
            Cli.Run inspected = Cli.run("inspect", place);
            assertEquals(ExitCode.OK, inspected.code(), inspected.err());
            assertTrue(inspected.out().contains("scale: 4"), inspected.out());
            assertTrue(inspected.out().contains("features: 4"), inspected.out());
        }
        Cli.Run cost = Cli.run("cost", "--model", model, "--size", "64");
        assertEquals(ExitCode.OK, cost.code(), cost.err());
        assertTrue(cost.out().contains("picture to picture"), cost.out());
    }

    @Test
    void oneKindOfModelAtATime() {
        Cli.Run both = Cli.run("import", "--gan", file, "--base", folder, "--osediff", file);
        assertEquals(ExitCode.USAGE, both.code());
        Cli.Run neither = Cli.run("import");
        assertEquals(ExitCode.USAGE, neither.code());
        assertTrue(neither.err().contains("--gan"), neither.err());
        Cli.Run half = Cli.run("import", "--base", folder);
        assertEquals(ExitCode.USAGE, half.code());
        assertTrue(half.err().contains("--osediff"), half.err());
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pth"), "not a model");
        Path out = folder.resolve("out");
        Cli.Run run = Cli.run("import", "--gan", text, "-o", out);
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("neither zip nor pickle"), run.err());
        assertFalse(Files.exists(out));
    }
}
