package dev.osediff.bench.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small pictures in child processes, and rows that cannot be measured. */
class PictureCommandsTest {
    @TempDir
    Path folder;

    @Test
    void threeSizesGiveALineAndAnAbsentEngineSaysWhy() {
        Path json = folder.resolve("a.json");
        BenchCommands.Run run = BenchCommands.run(
                "scaling",
                "--backend",
                "ort,nope",
                "--size",
                "64,128,192",
                "--tile",
                "0",
                "--threads",
                "1",
                "--warmup",
                "0",
                "-n",
                "2",
                "-o",
                json);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("s per megapixel, within"), run.out());
        assertTrue(run.out().contains("one of djl, java, ort, torchscript"), run.out());
        List<Measure> measures = ResultFile.read(json).measures();
        Measure last = measures.get(2);
        assertEquals("embedded 192, ort, fp32, 1 thread", last.subject());
        assertEquals(192 * 192 / 1e6, last.work(), 1e-9);
        assertEquals(2, last.seconds().size());
        assertTrue(last.peakBytes() > 0);
    }

    @Test
    void callersTogetherEnlargeTheirPictures() {
        List<Measure> row =
                new PictureRow(PictureRow.THROUGHPUT, "embedded", "ort", "fp32", 64, 0, 3, 1, 0, 2).measure();
        assertEquals(3 * 64 * 64 / 1e6, row.get(0).work(), 1e-9);
        assertTrue(row.get(0).rate() > 0);
        assertEquals("embedded 64, ort, fp32, 1 thread, 3 callers", row.get(0).subject());
    }

    @Test
    void tilesAreAskedForAndTooSmallOnesSayWhy() {
        BenchCommands.Run run = BenchCommands.run(
                "tiling",
                "--backend",
                "ort",
                "--size",
                "512",
                "--tile",
                "400,64",
                "--threads",
                "1",
                "--warmup",
                "0",
                "-n",
                "1");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("tiles of 64"), run.out());
        assertTrue(run.out().contains("limit: at least"), run.out());
        assertEquals(1, run.out().split("not measured", -1).length - 1, run.out());
    }

    @Test
    void tooLittleMemoryIsSaidWithTheAmountAndTheRunGoesOn() {
        // 10,000 pictures of 268 megapixels at once need more than any machine of this kind has.
        BenchCommands.Run run =
                BenchCommands.run("throughput", "--backend", "ort", "--size", "16384", "--callers", "10000", "-n", "1");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().matches("(?s).*not measured: needs about [0-9.]+ GB, [0-9.]+ GB are free.*"), run.out());
    }

    @Test
    void badOptions() {
        assertEquals(2, BenchCommands.run("scaling", "--size", "65").code());
        assertEquals(2, BenchCommands.run("scaling", "--tile", "-1").code());
        assertEquals(2, BenchCommands.run("throughput", "--callers", "0").code());
        assertEquals(2, BenchCommands.run("tiling", "--precision", "fp7").code());
        assertEquals(2, BenchCommands.run("tiling", "-n", "0").code());
    }

    @Test
    void aLineIsFoundAndItsErrorStated() {
        double[] x = {1, 4, 16};
        LinearFit exact = LinearFit.of(x, new double[] {5, 11, 35}).orElseThrow();
        assertEquals(3, exact.constant(), 1e-9);
        assertEquals(2, exact.slope(), 1e-9);
        assertEquals(0, exact.deviation(), 1e-9);
        LinearFit square = LinearFit.of(x, new double[] {1, 16, 256}).orElseThrow();
        assertTrue(square.deviation() > 0.2, square.toString());
        assertEquals(Optional.empty(), LinearFit.of(new double[] {1, 2}, new double[] {1, 2}));
    }

    @Test
    void timeIsFittedAboveOneTileAndMemoryFromOneTileOn() {
        List<Measure> rows = Stream.of(64, 128, 256, 512, 1024)
                .map(side -> {
                    double megapixels = side * side / 1e6;
                    boolean isTiled = side > 128;
                    return new Measure(
                            "scaling",
                            "m " + side + ", ort, tiles of 128",
                            "picture",
                            List.of((isTiled ? 4 : 1) * megapixels),
                            megapixels,
                            Measure.MEGAPIXEL,
                            side < 128 ? 9 : (long) (1e6 * (100 + 20 * megapixels)),
                            "");
                })
                .toList();
        List<String> lines = LinearFit.lines(rows);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(0).endsWith("4.00 s per megapixel, within 0 %, 3 sizes"), lines.toString());
        assertTrue(
                lines.get(1).endsWith("peak memory 100 MB + 20.0 bytes per pixel, within 0 %, 4 sizes"),
                lines.toString());
    }
}
