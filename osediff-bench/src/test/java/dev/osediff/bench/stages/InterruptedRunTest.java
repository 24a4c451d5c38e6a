package dev.osediff.bench.stages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.osediff.bench.BenchMain;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is ended from outside after its first row. */
class InterruptedRunTest {
    private static final int ENOUGH_MINUTES = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasMeasuredIsWrittenAndTheChildEndsToo(boolean byForce) throws IOException, InterruptedException {
        Path json = folder.resolve("a.json");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The second row would run for many minutes.
        Process run = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchMain.class.getName(),
                        "stages",
                        "--no-peaks",
                        "--backend",
                        "java",
                        "--size",
                        "64,1024",
                        "--threads",
                        "1",
                        "-n",
                        "100",
                        "-o",
                        json.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            ProcessHandle second = secondRow(run, json);
            if (byForce) {
                run.destroyForcibly();
            } else {
                run.destroy();
            }
            assertTrue(run.waitFor(ENOUGH_MINUTES, TimeUnit.MINUTES));
            ended(second);
            List<Measure> measures = ResultFile.read(json).measures();
            assertEquals(
                    List.of("encode", "denoise", "decode", "whole", "prepare"),
                    measures.stream().map(Measure::item).toList());
            assertTrue(measures.stream().allMatch(measure -> measure.subject().startsWith("embedded 64,")));
        } finally {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    /** Waits for the end; ends it itself before the test fails. */
    private static void ended(ProcessHandle child) {
        try {
            child.onExit().orTimeout(ENOUGH_MINUTES, TimeUnit.MINUTES).join();
        } finally {
            child.destroyForcibly();
        }
    }

    /** Waits until the first row is written and the second is being measured. */
    private static ProcessHandle secondRow(Process run, Path json) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(ENOUGH_MINUTES);
        while (System.nanoTime() < deadline && run.isAlive()) {
            Optional<ProcessHandle> child = run.children().findFirst();
            if (Files.exists(json) && child.isPresent()) {
                return child.get();
            }
            Thread.sleep(50);
        }
        return fail("no second row within " + ENOUGH_MINUTES + " minutes");
    }
}
