package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.ImageFiles;
import dev.osediff.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleCommandTest {
    @TempDir
    Path folder;

    private Path model;
    private Path picture;

    @BeforeEach
    void writeModelAndPicture() {
        model = TinyModel.write(folder.resolve("model"));
        picture = TestPictures.write(folder.resolve("in.png"), 20, 13);
    }

    @Test
    void aFileBecomesAFileFourTimesAsLarge() {
        Path out = folder.resolve("new/out.png");
        Cli.Run run = upscale(picture, "-o", out);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertSize(80, 52, out);
        assertTrue(run.out().contains("20 x 13 to 80 x 52"), run.out());
        assertTrue(run.out().contains("java fp32 on cpu"), run.out());
        assertTrue(run.out().contains("1 tile"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void everyOptionReachesTheResolver() {
        assertSizeAfter(30, 20, "--scale", "1.5");
        assertSizeAfter(50, 33, "--width", "50");
        assertSizeAfter(62, 40, "--height", "40");
        assertSizeAfter(50, 40, "--width", "50", "--height", "40");
        assertSizeAfter(80, 48, "--size-rule", "reference", "--process-size", "0");
        String made = verbose("--seed", "7", "--color-fix", "wavelet", "--threads", "1", "--prompt", "a wall");
        assertTrue(made.contains("\"seed\":7"), made);
        assertTrue(made.contains("\"colorFix\":\"wavelet\""), made);
        assertTrue(made.contains("\"threads\":1"), made);
        assertTrue(made.contains("\"prompt\":\"a wall\""), made);
        assertTrue(made.contains("no text encoder"), made);
        assertTrue(verbose("--color-fix", "none").contains("\"colorFix\":\"none\""));
        assertTrue(verbose("--process-size", "256").contains("\"workingSize\":\"394 x 256\""));
    }

    @Test
    void tilesAndMemoryBudgetsChangeThePlanAndNotThePicture() {
        Path large = TestPictures.write(folder.resolve("large.png"), 150, 90);
        Path whole = folder.resolve("whole.png");
        Path tiled = folder.resolve("tiled.png");
        assertEquals(ExitCode.OK, upscale(large, "-o", whole).code());
        Cli.Run run = upscale(large, "-o", tiled, "--tile", "400", "--color-fix", "adain");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().matches("(?s).* ([2-9]|[1-9]\\d+) tiles\\R.*"), run.out());
        assertTrue(largestDifference(whole, tiled) <= 1, "tiled equals whole to one level");
        Cli.Run small = upscale(large, "-o", tiled, "--memory-budget", "1k");
        assertEquals(ExitCode.FAILED, small.code());
        assertTrue(small.err().contains("next:"), small.err());
    }

    @Test
    void aDryRunTellsThePlanAndWritesNothing() {
        Path large = TestPictures.write(folder.resolve("large.png"), 150, 90);
        Path out = folder.resolve("none/out.png");
        Cli.Run run = upscale(large, "-o", out, "--tile", "400", "--dry-run");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().startsWith(large + "  150 x 90 to 600 x 360, network at 600 x 360: about "), run.out());
        assertTrue(run.out().matches("(?s).*\\R  encode +\\d+\\.\\d\\d s a tile, about .* MiB; halo\\(.*"), run.out());
        assertTrue(run.out().contains("\n  decode "), run.out());
        assertFalse(Files.exists(out.getParent()));
    }

    @Test
    void aBadFileAmongGoodOnesIsReportedAndTheOthersAreDone() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in"));
        TestPictures.write(in.resolve("a.png"), 8, 8);
        Files.writeString(in.resolve("b.png"), "no picture");
        TestPictures.write(in.resolve("c.jpg"), 9, 8);
        Files.writeString(in.resolve("notes.txt"), "not asked for");
        Cli.Run run = upscale(in, "-o", folder.resolve("out"));
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals(List.of("a.png", "c.png"), names(folder.resolve("out")));
        assertSize(36, 32, folder.resolve("out/c.png"));
        assertTrue(run.err().contains("error: " + in.resolve("b.png")), run.err());
        assertFalse(run.err().contains("at dev.osediff"), "no stack trace: " + run.err());
        assertTrue(run.out().contains("2 done, 0 skipped, 1 failed"), run.out());
        assertTrue(upscale(in, "-o", folder.resolve("out"), "-v").err().contains("at dev.osediff"));
    }

    @Test
    void aTruncatedFileIsReadWhereTheUserAcceptsIt() throws IOException {
        Path cut = TestPictures.write(folder.resolve("cut.jpg"), 40, 40);
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length * 3 / 4));
        Path out = folder.resolve("cut-out.png");
        Cli.Run refused = upscale(cut, "-o", out);
        assertEquals(ExitCode.FAILED, refused.code());
        assertTrue(refused.err().contains("--accept-truncated"), refused.err());
        assertFalse(Files.exists(out));
        Cli.Run accepted = upscale(cut, "-o", out, "--accept-truncated");
        assertEquals(ExitCode.OK, accepted.code(), accepted.err());
        assertTrue(accepted.err().contains("warning"), accepted.err());
        assertSize(160, 160, out);
    }

    @Test
    void foldersKeepTheirPlacesAndTheOutputFolderIsNoInput() throws IOException {
        Path in = Files.createDirectories(folder.resolve("tree/sub")).getParent();
        TestPictures.write(in.resolve("a.png"), 8, 8);
        TestPictures.write(in.resolve("sub/a.png"), 8, 9);
        Path out = in.resolve("large");
        for (int time = 0; time < 2; time++) {
            assertEquals(ExitCode.OK, upscale(in, "-r", "-o", out).code());
            assertEquals(List.of("a.png", "sub"), names(out));
            assertSize(32, 36, out.resolve("sub/a.png"));
        }
    }

    @Test
    void inputsWithOneStemKeepTheirOwnNames() {
        Path jpeg = TestPictures.write(folder.resolve("in.jpg"), 8, 8);
        assertEquals(
                ExitCode.OK, upscale(picture, jpeg, "-o", folder.resolve("out")).code());
        assertEquals(List.of("in.jpg.png", "in.png.png"), names(folder.resolve("out")));
    }

    @Test
    void existingOutputsAreReplacedSkippedOrRefused() throws IOException {
        Path out = folder.resolve("out.png");
        Files.writeString(out, "old");
        Cli.Run skipped = upscale(picture, "-o", out, "--skip-existing");
        assertEquals(ExitCode.OK, skipped.code());
        assertTrue(skipped.out().contains("skipped"), skipped.out());
        assertEquals(
                ExitCode.FAILED,
                upscale(picture, "-o", out, "--existing", "fail").code());
        assertEquals("old", Files.readString(out));
        assertEquals(ExitCode.OK, upscale(picture, "-o", out).code());
        assertSize(80, 52, out);
    }

    @Test
    void anInputIsNeverItsOwnOutput() throws IOException {
        byte[] before = Files.readAllBytes(picture);
        Cli.Run run = upscale(picture, "-o", picture);
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("the input itself"), run.err());
        assertArrayEquals(before, Files.readAllBytes(picture));
    }

    @Test
    void formatAndQualityDecideTheFile() throws IOException {
        Path out = folder.resolve("out");
        assertEquals(
                ExitCode.OK,
                upscale(picture, "-o", out, "--format", "jpeg", "--quality", "20")
                        .code());
        long small = Files.size(out.resolve("in.jpeg"));
        upscale(picture, "-o", out, "--format", "jpeg", "--quality", "98");
        assertTrue(small < Files.size(out.resolve("in.jpeg")));
        assertEquals("jpeg", ImageFiles.probe(out.resolve("in.jpeg")).format().toLowerCase(Locale.ROOT));
    }

    @Test
    void aLimitOnPixelsRefusesLargerPictures() {
        Cli.Run run = upscale(picture, "-o", folder.resolve("out.png"), "--max-pixels", "100");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("20 x 13"), run.err());
        assertFalse(Files.exists(folder.resolve("out.png")));
    }

    @Test
    void quietPrintsErrorsOnly() {
        Cli.Run good = upscale(picture, "-o", folder.resolve("out.png"), "--quiet", "--prompt", "ignored");
        assertEquals("", good.out() + good.err());
        Cli.Run bad = upscale(folder.resolve("absent.png"), "-o", folder.resolve("out.png"), "--quiet");
        assertEquals(ExitCode.FAILED, bad.code());
        assertTrue(bad.err().contains("absent.png"), bad.err());
    }

    private Cli.Run upscale(Object... args) {
        return Cli.run(Stream.concat(Stream.of("upscale", "-m", model), Stream.of(args))
                .toArray());
    }

    private void assertSizeAfter(int width, int height, Object... args) {
        Path out = folder.resolve("out.png");
        Cli.Run run = upscale(
                Stream.concat(Stream.of(picture, "-o", out), Stream.of(args)).toArray());
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertSize(width, height, out);
    }

    private String verbose(Object... args) {
        Cli.Run run = upscale(Stream.concat(Stream.of(picture, "-v", "-o", folder.resolve("out.png")), Stream.of(args))
                .toArray());
        assertEquals(ExitCode.OK, run.code(), run.err());
        return run.err();
    }

    private static void assertSize(int width, int height, Path path) {
        ImageHeader header = ImageFiles.probe(path);
        assertEquals(width + " x " + height, header.width() + " x " + header.height());
    }

    private static int largestDifference(Path first, Path second) {
        var a = ImageFiles.read(first).image();
        var b = ImageFiles.read(second).image();
        int largest = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
