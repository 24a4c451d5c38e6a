package dev.osediff.examples.cli;

import dev.osediff.error.OsediffException;
import dev.osediff.error.Problem;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks: results on standard output, all else on standard error. Mixed into every command. */
final class Messages {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print stack traces and how each result was made.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    /** Tells whether a progress bar would be seen. */
    boolean showsProgress() {
        return !quiet && Terminal.isInteractive();
    }

    /** Prints a line of the result. */
    void result(String line) {
        if (!quiet) {
            print(command.commandLine().getOut(), line);
        }
    }

    /** Prints what the user should know, though all went well. */
    void warning(String line) {
        if (!quiet) {
            print(command.commandLine().getErr(), "warning: " + line);
        }
    }

    /** Prints how far a long command has come. */
    void progress(String line) {
        if (!quiet) {
            print(command.commandLine().getErr(), line);
        }
    }

    /** Prints a failure: the four parts of a problem, or an unforeseen exception's own text. */
    void failure(Throwable failure) {
        print(command.commandLine().getErr(), text(failure));
        if (verbose) {
            failure.printStackTrace(command.commandLine().getErr());
        }
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Returns the lines that describe a failure. */
    static String text(Throwable failure) {
        if (failure instanceof OsediffException known) {
            Problem problem = known.problem();
            return String.join(
                    System.lineSeparator(),
                    "error: " + problem.asked(),
                    "  found: " + problem.found(),
                    "  limit: " + problem.limit(),
                    "  next:  " + problem.nextStep());
        }
        return "error: " + failure + System.lineSeparator() + "  next:  Run again with --verbose and report the trace.";
    }

    private static void print(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
