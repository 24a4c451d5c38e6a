package dev.osediff.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    Path folder;

    @Test
    void thePageNeedsNothingElse() throws IOException {
        Path figures = folder.resolve("a.json");
        ResultFile.of(
                        List.of("stages", "<x>"),
                        List.of(
                                new Measure("stages", "m 64, ort", "encode", List.of(1.0), 1, Measure.GMAC, 5, ""),
                                new Measure("stages", "m 64, ort", "decode", List.of(2.0), 1, Measure.GMAC, 5, ""),
                                Measure.absent("stages", "m 64, cuda", "whole", "no <GPU>"),
                                new Measure("steps", "m 64, ort", "15 steps", List.of(3.0), 1, Measure.GMAC, 5, ""),
                                new Measure("machine", "java", "copy", List.of(0.5), 1, Measure.GB, 0, "")))
                .write(figures);
        BenchCommands.Run run = BenchCommands.run("report", "--from", figures, "-o", folder.resolve("out"));
        assertEquals(0, run.code(), run.err());
        String page = Files.readString(folder.resolve("out/index.html"));
        assertFalse(page.contains("http"), "nothing from a network");
        assertFalse(page.contains("<script"), "no scripts");
        assertTrue(page.contains("no &lt;GPU&gt;") && page.contains("&lt;x&gt;"), "escaped");
        assertTrue(page.contains("width=device-width"));
        assertTrue(page.contains("2.0 GB/s"), "1 GB in half a second");
        Matcher pictures = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
        int count = 0;
        while (pictures.find()) {
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(pictures.group(1))));
            assertNotNull(picture);
            count++;
        }
        assertEquals(2, count);
        assertEquals(
                5,
                ResultFile.read(folder.resolve("out/figures.json")).measures().size());
    }

    @Test
    void oneSourceIsNeeded() {
        assertEquals(2, BenchCommands.run("report", "-o", folder).code());
        assertEquals(
                2,
                BenchCommands.run("report", "--quick", "--full", "-o", folder).code());
    }
}
