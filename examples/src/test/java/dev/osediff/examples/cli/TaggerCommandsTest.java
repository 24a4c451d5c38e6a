package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.RamPictureTagger;
import dev.osediff.image.ImageFiles;
import dev.osediff.model.RandomRam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code osediff import --ram} and {@code osediff tags}. */
class TaggerCommandsTest {
    @TempDir
    private Path folder;

    private RandomRam files;
    private Path tagger;
    private Path picture;

    @BeforeEach
    void write() throws IOException {
        files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        tagger = folder.resolve("tagger");
        picture = folder.resolve("a.png");
        TestPictures.write(picture, 40, 30);
    }

    private Cli.Run imported() {
        return Cli.run("import", "--ram", files.ram(), "--dape", files.dape(), "--tags", files.tags(), "-o", tagger);
    }

    @Test
    void importsAndPrintsTags() throws IOException {
        Cli.Run run = imported();
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("ram_swin_large_14m with DAPE: 9 tags, "), run.out());
        assertTrue(run.out().contains("merged into 8 tensors, 1 for unused ones; 5 tensors unused"), run.out());
        List<RamPictureTagger.Tag> expected;
        try (RamPictureTagger opened =
                RamPictureTagger.builder(tagger).backend("java").build()) {
            expected = opened.recognise(ImageFiles.read(picture).image());
        }
        assertFalse(expected.isEmpty());
        Cli.Run text = Cli.run("tags", picture, "--tagger", tagger, "--backend", "java", "-v");
        assertEquals(ExitCode.OK, text.code(), text.err());
        assertTrue(text.out().startsWith(picture + ": " + expected.size() + " tags"), text.out());
        assertTrue(text.out().contains(" " + expected.get(0).text()), text.out());
        assertTrue(text.err().contains("on java; asked for"), text.err());
        Cli.Run json = Cli.run("tags", picture, "--tagger", tagger, "--backend", "java", "--json");
        JsonNode line = new ObjectMapper().readTree(json.out());
        assertEquals(picture.toString(), line.get("picture").asText());
        assertEquals(expected.size(), line.get("tags").size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).text(), line.at("/tags/" + i + "/tag").asText());
            assertEquals(
                    expected.get(i).probability(),
                    line.at("/tags/" + i + "/probability").asDouble(),
                    1e-6);
        }
    }

    @Test
    void onePictureThatFailsLeavesTheOthers() throws IOException {
        imported();
        Path small = folder.resolve("small.png");
        TestPictures.write(small, 4, 4);
        Cli.Run run =
                Cli.run("tags", folder.resolve("absent.png"), small, picture, "--tagger", tagger, "--backend", "java");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("absent.png"), run.err());
        assertTrue(run.err().contains("4 x 4 pixels"), run.err());
        assertTrue(run.out().startsWith(picture.toString()), run.out());
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        Cli.Run half = Cli.run("import", "--ram", files.ram());
        assertEquals(ExitCode.USAGE, half.code());
        assertTrue(half.err().contains("--tags"), half.err());
        Cli.Run both = Cli.run("import", "--ram", files.ram(), "--tags", files.tags(), "--gan", files.ram());
        assertEquals(ExitCode.USAGE, both.code());
        Files.move(files.thresholds(), folder.resolve("elsewhere.txt"));
        Cli.Run without = imported();
        assertEquals(ExitCode.FAILED, without.code());
        assertTrue(without.err().contains(files.thresholds().toString()), without.err());
        Cli.Run named = Cli.run(
                "import",
                "--ram",
                files.ram(),
                "--tags",
                files.tags(),
                "--thresholds",
                folder.resolve("elsewhere.txt"),
                "-o",
                tagger);
        assertEquals(ExitCode.OK, named.code(), named.err());
        Cli.Run none = Cli.run("tags", picture);
        assertEquals(ExitCode.USAGE, none.code());
        assertTrue(none.err().contains("--tagger"), none.err());
        Cli.Run wrong = Cli.run("tags", picture, "--tagger", folder);
        assertEquals(ExitCode.FAILED, wrong.code());
        assertTrue(wrong.err().contains("no manifest.json"), wrong.err());
    }
}
