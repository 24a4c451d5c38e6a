package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostCommandTest {
    @TempDir
    Path folder;

    @Test
    void stableDiffusionNeedsNoFiles() {
        Cli.Run run = Cli.run("cost", "--size", "512");
        assertEquals(0, run.code(), run.err());
        String[] lines = run.out().split("\\R");
        assertTrue(lines[3].matches("UNet +865,910,724 +339\\.10 +63\\.03 +402\\.13 .*"), lines[3]);
        assertTrue(lines[6].matches("sum +1,289,952,427 +2142\\.6\\d +97\\.\\d\\d +2240\\.\\d\\d .*"), lines[6]);
    }

    @Test
    void layersOfTheEmbeddedModel() {
        Cli.Run run = Cli.run("cost", "--model", "embedded", "--size", "256", "--layers");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("down_blocks.0.resnets.0.conv1"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("decode ")), run.out());
    }

    @Test
    void aModelFolder() {
        Cli.Run run = Cli.run("cost", "--model", TinyModel.write(folder), "--size", "64");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("sum ")), run.out());
    }

    @Test
    void ganNeedsNoFiles() {
        Cli.Run run = Cli.run("cost", "--model", "rrdbnet");
        assertEquals(0, run.code(), run.err());
        String[] lines = run.out().split("\\R");
        assertTrue(lines[3].matches("sum +16,697,987 +293\\.71 +0\\.00 +293\\.71 .*"), lines[3]);
    }

    @Test
    void badInput() {
        Cli.Run size = Cli.run("cost", "--size", "100");
        assertEquals(2, size.code());
        assertTrue(size.err().contains("multiple of 64"), size.err());
        Cli.Run model = Cli.run("cost", "--model", folder.resolve("none"));
        assertTrue(model.code() != 0 && model.err().contains("no such folder"), model.err());
    }
}
