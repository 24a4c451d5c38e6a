package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
    private static final int PSNR_BICUBIC = 3;
    private static final int GRADIENT_BICUBIC = 7;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeModel() {
        model = TinyModel.write(folder.resolve("model"));
    }

    @Test
    void everyDegradationAndColourFixIsMeasuredAndDrawn() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        TestPictures.write(photos.resolve("one.png"), 130, 101);
        TestPictures.write(photos.resolve("two.png"), 300, 90);
        Path csv = folder.resolve("figures.csv");
        Path sheet = folder.resolve("sheet.png");
        Cli.Run run = Cli.run(
                "evaluate",
                "-m",
                model,
                photos,
                "--color-fix",
                "adain,wavelet",
                "--csv",
                csv,
                "--contact-sheet",
                sheet);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertEquals(
                6,
                run.out().lines().filter(line -> line.contains("average of 2")).count(),
                run.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals(1 + 2 * 3 * 2, lines.size());
        String clean = lines.get(1);
        String mild = lines.get(3);
        String heavy = lines.get(5);
        assertTrue(
                clean.startsWith("clean,adain,") && mild.startsWith("mild,adain,") && heavy.startsWith("heavy,adain,"));
        assertTrue(number(clean, PSNR_BICUBIC) > number(mild, PSNR_BICUBIC), "worse input, worse figures: " + lines);
        assertTrue(number(clean, GRADIENT_BICUBIC) > 0 && number(clean, GRADIENT_BICUBIC) < 1, clean);
        assertTrue(ImageFiles.probe(sheet).height() > 12 * 240);
    }

    @Test
    void equalSeedsGiveEqualFigures() throws IOException {
        Path photo = TestPictures.write(folder.resolve("one.png"), 96, 80);
        String first = figures(photo, "--seed", "5");
        assertEquals(first, figures(photo, "--seed", "5"));
        assertTrue(!first.equals(figures(photo, "--seed", "6")), "another seed, other noise");
    }

    @Test
    void aPictureThatIsTooSmallFailsAlone() {
        Path good = TestPictures.write(folder.resolve("good.png"), 96, 80);
        Path small = TestPictures.write(folder.resolve("small.png"), 96, 40);
        Cli.Run run = Cli.run("evaluate", "-m", model, small, good, "--degradation", "clean");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("96 x 40"), run.err());
        assertTrue(run.out().contains("average of 1"), run.out());
    }

    @Test
    void sizesAreLimitedAsAsked() {
        Path photo = TestPictures.write(folder.resolve("large.png"), 400, 300);
        Cli.Run reduced = Cli.run("evaluate", "-m", model, photo, "--degradation", "mild", "--long-side", "60");
        assertEquals(ExitCode.FAILED, reduced.code());
        assertTrue(reduced.err().contains("60 x 45"), reduced.err());
        assertEquals(
                ExitCode.USAGE,
                Cli.run("evaluate", "-m", model, photo, "--scale", "1").code());
        assertEquals(
                ExitCode.USAGE,
                Cli.run("evaluate", "-m", model, photo, "--size", "-1").code());
    }

    private String figures(Path photo, Object seedName, Object seed) throws IOException {
        Path csv = folder.resolve("figures.csv");
        Cli.Run run = Cli.run("evaluate", "-m", model, photo, "--degradation", "mild", seedName, seed, "--csv", csv);
        assertEquals(ExitCode.OK, run.code(), run.err());
        String line = Files.readAllLines(csv).get(1);
        return line.substring(0, line.lastIndexOf(','));
    }

    private static double number(String line, int column) {
        return Double.parseDouble(line.split(",")[column]);
    }
}
