package dev.osediff.examples.cli;

import dev.osediff.CancellationToken;
import dev.osediff.error.CancelledException;
import dev.osediff.error.OsediffException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Does the same to many files: goes on after a bad one, stops when cancelled, counts, and decides the exit code. */
final class FileBatch {
    private final Messages messages;
    private final ExistingPolicy existing;
    private int done;
    private int skipped;
    private int failed;

    FileBatch(Messages messages, ExistingPolicy existing) {
        this.messages = messages;
        this.existing = existing;
    }

    /** What is done to one file. */
    @FunctionalInterface
    interface Task {
        /** Reads the input, writes the output and returns what to print behind their names. */
        String run(FileJob job);
    }

    /** Tells whether anything is to be computed: a model that nobody needs is not loaded. */
    boolean hasWork(List<FileJob> jobs) {
        return jobs.stream().anyMatch(job -> existing == ExistingPolicy.REPLACE || !Files.exists(job.output()));
    }

    /**
     * Asks something of each input and writes nothing.
     *
     * @param early failures that happened before, which count
     * @return the exit code
     */
    int inspect(List<FileJob> jobs, List<OsediffException> early, CancellationToken token, Task task) {
        return each(jobs, early, token, job -> messages.result(task.run(job)));
    }

    /**
     * Works through the jobs.
     *
     * @param early failures that happened before, which count
     * @return the exit code
     */
    int run(List<FileJob> jobs, List<OsediffException> early, CancellationToken token, Task task) {
        return each(jobs, early, token, job -> write(job, task));
    }

    private int each(
            List<FileJob> jobs, List<OsediffException> early, CancellationToken token, Consumer<FileJob> work) {
        early.forEach(this::failed);
        for (FileJob job : jobs) {
            if (token.isCancelled() || !attempt(job, work)) {
                messages.progress("cancelled: " + counts());
                return ExitCode.CANCELLED;
            }
        }
        if (done + skipped + failed > 1) {
            messages.result(counts());
        }
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Returns false once cancelled. */
    private boolean attempt(FileJob job, Consumer<FileJob> work) {
        int skippedBefore = skipped;
        try {
            work.accept(job);
            done += skipped == skippedBefore ? 1 : 0;
        } catch (CancelledException e) {
            return false;
        } catch (RuntimeException e) {
            failed(e);
        }
        return true;
    }

    private void write(FileJob job, Task task) {
        if (existing != ExistingPolicy.REPLACE && Files.exists(job.output())) {
            keep(job);
            return;
        }
        prepare(job);
        messages.result(job.input() + " -> " + job.output() + "  " + task.run(job));
    }

    private void keep(FileJob job) {
        if (existing == ExistingPolicy.FAIL) {
            throw output(job, "a file that exists", "a new file", "Choose another output or --existing replace.", null);
        }
        skipped++;
        messages.result(job.input() + " -> " + job.output() + "  skipped: it exists");
    }

    private static void prepare(FileJob job) {
        try {
            if (Files.exists(job.output()) && Files.isSameFile(job.input(), job.output())) {
                throw output(job, "the input itself", "another file", "Choose another output.", null);
            }
            Path folder = job.output().toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw output(job, String.valueOf(e), "a folder that can be written to", "Check the output folder.", e);
        }
    }

    private void failed(RuntimeException failure) {
        failed++;
        messages.failure(failure);
    }

    private String counts() {
        return done + " done, " + skipped + " skipped, " + failed + " failed";
    }

    private static OutputException output(FileJob job, String found, String limit, String next, Exception cause) {
        return new OutputException(new Problem("output " + job.output(), found, limit, next), cause);
    }
}
