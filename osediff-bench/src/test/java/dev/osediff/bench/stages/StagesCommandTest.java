package dev.osediff.bench.stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.bench.BenchCommands;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest picture on the quickest engine to start, in child processes, and rows that cannot be measured. */
class StagesCommandTest {
    @TempDir
    Path folder;

    @Test
    void rowsAreMeasuredAndAbsentOnesSayWhy() {
        Path json = folder.resolve("a.json");
        BenchCommands.Run run = BenchCommands.run(
                "stages",
                "--backend",
                "ort,nope,djl",
                "--precision",
                "fp32,fp16",
                "--size",
                "64",
                "--threads",
                "1",
                "--warmup",
                "0",
                "-n",
                "2",
                "--no-peaks",
                "-o",
                json);
        assertEquals(0, run.code(), run.err());
        ResultFile file = ResultFile.read(json);
        List<String> items = file.measures().stream()
                .filter(measure -> measure.subject().equals("embedded 64, ort, fp32, 1 thread"))
                .map(Measure::item)
                .toList();
        assertEquals(List.of("encode", "denoise", "decode", "whole", "prepare"), items);
        Measure whole = file.measures().get(3);
        assertEquals(2, whole.samples().values().size());
        assertTrue(whole.peakBytes() > 0 && whole.work() > 0, whole.toString());
        double parts =
                file.measures().stream().limit(3).mapToDouble(Measure::work).sum();
        assertEquals(whole.work(), parts, 1e-9);
        assertTrue(run.out().contains("one of djl, java, ort, torchscript"), run.out());
        assertTrue(run.out().contains("djl has no fp16 here"), run.out());
    }

    @Test
    void stepsAreMeasuredEachAndThePublishedOnesAreLabelled() {
        Path json = folder.resolve("s.json");
        BenchCommands.Run run = BenchCommands.run(
                "steps",
                "--backend",
                "ort",
                "--size",
                "64",
                "--threads",
                "1",
                "--warmup",
                "0",
                "-n",
                "1",
                "--max-steps",
                "15",
                "-o",
                json);
        assertEquals(0, run.code(), run.err());
        List<Measure> measures = ResultFile.read(json).measures();
        assertEquals(
                List.of("1 step", "15 steps", "prepare"),
                measures.stream().map(Measure::item).toList());
        assertTrue(measures.get(1).work() > 5 * measures.get(0).work(), measures.toString());
        assertTrue(run.out().contains("published, A100: OSEDiff"), run.out());
    }

    @Test
    void badOptions() {
        assertEquals(2, BenchCommands.run("stages", "--size", "100").code());
        assertEquals(2, BenchCommands.run("stages", "--precision", "fp7").code());
        assertEquals(2, BenchCommands.run("stages", "-n", "0").code());
        assertEquals(2, BenchCommands.run("stages", "--processes", "0").code());
        assertEquals(2, BenchCommands.run("stages", "--device", "tpu").code());
        assertEquals(2, BenchCommands.run("stages", "--threads", "0").code());
    }

    @Test
    void tooLittleMemoryIsSaidWithTheAmount() {
        // 16384² pixels need more activations than any machine of this kind has.
        List<Measure> rows = new StageRow("full", "ort", "fp32", 16_384, 1, 0, 1).measure();
        assertEquals(1, rows.size());
        assertTrue(
                rows.get(0).note().matches("needs about [0-9.]+ GB, [0-9.]+ GB are free"),
                rows.get(0).note());
    }

    @Test
    void aGanIsTimedWholeAndHasNoSteps() {
        List<Measure> rows = new StageRow("rrdbnet", "ort", "fp32", 64, 1, 0, 2).measure();
        assertEquals(
                List.of("direct", "whole", "prepare"),
                rows.stream().map(Measure::item).toList());
        assertEquals(rows.get(0).work(), rows.get(1).work());
        assertTrue(StageTable.line(rows).contains("-"), StageTable.line(rows));
        List<Measure> steps = new StageRow("rrdbnet", "ort", "fp32", 64, 1, 0, 1, List.of(1, 15)).measure();
        assertTrue(steps.get(0).note().contains("without steps"), steps.toString());
    }

    @Test
    void aDeviceThatIsNotThereSaysSo() {
        StageRow row = new StageRow("embedded", "torchscript", "cuda", "fp32", 64, 1, 0, 1, List.of());
        List<Measure> rows = row.measure();
        assertEquals(
                "embedded 64, torchscript, fp32, 1 thread, cuda", rows.get(0).subject());
        assertEquals("torchscript has no fp32 here on cuda:0", rows.get(0).note());
    }
}
