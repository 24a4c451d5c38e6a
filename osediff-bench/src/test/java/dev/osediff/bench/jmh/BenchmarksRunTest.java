package dev.osediff.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One short iteration of the smallest benchmark of each group, in this process. */
class BenchmarksRunTest {
    private static Collection<RunResult> run(String include, String... parameters) throws RunnerException {
        var options = new OptionsBuilder()
                .include(include)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        for (int i = 0; i < parameters.length; i += 2) {
            options.param(parameters[i], parameters[i + 1]);
        }
        return new Runner(options.build()).run();
    }

    @Test
    void eachGroupRuns() throws RunnerException {
        assertEquals(9, run("PictureWork", "size", "64").size());
        assertEquals(8, run("PictureFiles", "size", "64").size());
        assertEquals(
                1,
                run(
                                "StepLatency",
                                "backend",
                                "ort",
                                "model",
                                "rrdbnet",
                                "stage",
                                "direct",
                                "size",
                                "64",
                                "threads",
                                "1")
                        .size());
        assertEquals(
                1,
                run("StepLatency", "backend", "ort", "stage", "decode", "size", "64", "threads", "1")
                        .size());
        assertEquals(
                1,
                run("WholePicture", "backend", "ort", "input", "16", "threads", "1")
                        .size());
        assertEquals(
                1,
                run("DominantOperations", "backend", "ort", "operation", "CROSS_ATTENTION_1280_16", "threads", "1")
                        .size());
        Collection<RunResult> one =
                run("DominantOperations", "backend", "ort", "operation", "CONV_1280_16", "threads", "1");
        double rate =
                one.iterator().next().getSecondaryResults().get("gigaflop").getScore();
        assertTrue(rate > 0, "GFLOP/s: " + rate);
    }
}
