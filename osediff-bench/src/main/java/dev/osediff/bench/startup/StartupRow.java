package dev.osediff.bench.startup;

import dev.osediff.bench.result.Measure;
import dev.osediff.bench.row.MeasuredProcess;
import dev.osediff.bench.row.Row;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * From the start of a process to its first picture, 64 × 64 to 256 × 256: cold, when nothing that the engine compiles is kept yet,
 * and warm, when an earlier process left it. The operating system has the program's files in memory both times.
 *
 * @param model "embedded", or a model folder or file
 * @param backend name
 * @param precision name, as in {@link dev.osediff.backend.Precision}, any case
 * @param threads of one call
 * @param runs pairs of processes, one cold and one warm
 */
public record StartupRow(String model, String backend, String precision, int threads, int runs) implements Row {
    /** Group of these measures. */
    public static final String GROUP = "startup";

    /** The item of a first start. */
    public static final String COLD = "cold";

    /** The item of a later start. */
    public static final String WARM = "warm";

    private static final double GIGA = 1e9;

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public String subject() {
        return model + ", " + backend + ", " + precision + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public List<Measure> run(List<String> javaOptions) {
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        try {
            for (int i = 0; i < runs; i++) {
                Path cache = Files.createTempDirectory("osediff-startup");
                try {
                    cold.add(start(cache, javaOptions));
                    warm.add(start(cache, javaOptions));
                } finally {
                    delete(cache);
                }
            }
        } catch (NoPicture e) {
            return List.of(Measure.absent(GROUP, subject(), COLD, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Measure.absent(GROUP, subject(), COLD, "interrupted"));
        } catch (IOException | UncheckedIOException e) {
            throw new OutputException(
                    new Problem(
                            "row " + subject(),
                            e.toString(),
                            "a child process and a temporary folder",
                            "Check the free space and the rights of the temporary folder."),
                    e);
        }
        return List.of(measure(COLD, cold), measure(WARM, warm));
    }

    private Measure measure(String item, List<Double> seconds) {
        return new Measure(GROUP, subject(), item, seconds, runs, 0, "", 0, "");
    }

    private double start(Path cache, List<String> javaOptions) throws IOException, InterruptedException, NoPicture {
        List<String> args = List.of(model, backend, precision, String.valueOf(threads), cache.toString());
        long start = System.nanoTime();
        try (MeasuredProcess child = MeasuredProcess.start(
                        FirstPicture.class, threads, javaOptions, args, ProcessBuilder.Redirect.PIPE);
                BufferedReader said = child.process().inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            double seconds = (System.nanoTime() - start) / GIGA;
            int code = child.await();
            if (!String.valueOf(FirstPicture.DONE).equals(line)) {
                throw new NoPicture(line == null ? "the child process ended with code " + code : line);
            }
            return seconds;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Why a process made no picture. */
    private static final class NoPicture extends Exception {
        private static final long serialVersionUID = 1;

        NoPicture(String why) {
            super(why);
        }
    }
}
