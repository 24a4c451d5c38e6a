package dev.osediff.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.row.Row;
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
        Figures.sample().write(figures);
        BenchCommands.Run run = BenchCommands.run("report", "--from", figures, "-o", folder.resolve("out"));
        assertEquals(0, run.code(), run.err());
        String page = Files.readString(folder.resolve("out/index.html"));
        assertFalse(page.contains("http:") || page.contains("https:"), "nothing from a network");
        assertFalse(page.contains("<script"), "no scripts");
        assertTrue(page.contains("no &lt;GPU&gt;") && page.contains("&lt;x&gt;"), "escaped");
        assertTrue(page.contains("width=device-width"));
        assertTrue(page.contains("2.000 GB/s"), "1 GB in half a second");
        Matcher pictures = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
        int count = 0;
        while (pictures.find()) {
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(pictures.group(1))));
            assertNotNull(picture);
            count++;
        }
        assertEquals(6, count);
        ResultFile written = ResultFile.read(folder.resolve("out/figures.json"));
        assertEquals(ResultFile.read(figures), written);
    }

    @Test
    void oneSourceIsNeeded() {
        assertEquals(2, BenchCommands.run("report", "-o", folder).code());
        assertEquals(
                2,
                BenchCommands.run("report", "--quick", "--full", "-o", folder).code());
    }

    @Test
    void theMarkedPartOfAPageIsReplacedAndTheRestKept() throws IOException {
        Path figures = folder.resolve("a.json");
        Figures.sample().write(figures);
        Path page = folder.resolve("page.md");
        String before = "# Mine\n\nBy hand.\n" + MarkedRegion.BEGIN;
        String after = MarkedRegion.END + "\nAlso by hand.\n";
        Files.writeString(page, before + "\nold figures\n" + after);
        Object[] command = {"report", "--from", figures, "-o", folder.resolve("out"), "--markdown", page};
        BenchCommands.Run run = BenchCommands.run(command);
        assertEquals(0, run.code(), run.err());
        String first = Files.readString(page);
        assertTrue(first.startsWith(before) && first.endsWith(after), first);
        assertFalse(first.contains("old figures"));
        assertTrue(first.contains("Measured 20") && first.contains("benchmarks.jar stages <x>"), first);
        assertTrue(first.contains("| m 64, ort, fp32, 2 threads | 1.00 [1.00, 1.00] | 2.00 [2.00, 2.00] |"), first);
        assertTrue(first.contains("* m 64, cuda, whole: no <GPU>"), first);
        assertTrue(first.contains("e, ort, fp32, 2 threads, tiles of 64: 0.100 s + 2.00 s per megapixel"), first);
        assertEquals(0, BenchCommands.run(command).code());
        assertEquals(first, Files.readString(page), "again the same");
    }

    @Test
    void aPageWithoutMarksIsRefusedAndNotTouched() throws IOException {
        Path figures = folder.resolve("a.json");
        Figures.sample().write(figures);
        for (String text : List.of(
                "no marks",
                MarkedRegion.END + "\n" + MarkedRegion.BEGIN,
                MarkedRegion.BEGIN + MarkedRegion.END + MarkedRegion.BEGIN + MarkedRegion.END)) {
            Path page = folder.resolve("page.md");
            Files.writeString(page, text);
            BenchCommands.Run run =
                    BenchCommands.run("report", "--from", figures, "-o", folder.resolve("out"), "--markdown", page);
            assertEquals(2, run.code());
            assertTrue(run.err().contains("marks"), run.err());
            assertEquals(text, Files.readString(page));
        }
        Path none = folder.resolve("none.md");
        assertEquals(
                2,
                BenchCommands.run("report", "--quick", "-o", folder.resolve("out"), "--markdown", none)
                        .code(),
                "before anything is measured");
    }

    @Test
    void figuresOfAnotherVersionAreRefused() throws IOException {
        Path figures = folder.resolve("a.json");
        Files.writeString(figures, Figures.sample().toJson().replace("\"version\" : 2", "\"version\" : 99"));
        BenchCommands.Run run = BenchCommands.run("report", "--from", figures, "-o", folder.resolve("out"));
        assertEquals(2, run.code());
        assertTrue(run.err().contains("version 99"), run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void profilesHaveAGanInEveryChartOfTimesAndNoRowTwice() {
        for (Profile profile : Profile.values()) {
            List<Row> rows = profile.rows(2);
            assertEquals(
                    rows.size(),
                    rows.stream()
                            .map(row -> row.group() + row.subject())
                            .distinct()
                            .count());
            assertTrue(rows.stream().anyMatch(row -> row.subject().startsWith("rrdbnet")), profile + " has no GAN");
            assertEquals(
                    4 * 3,
                    rows.stream()
                            .filter(row -> row.group().equals("stages")
                                    && row.subject().startsWith("embedded"))
                            .count());
        }
    }
}
