package dev.osediff.examples.cli;

import dev.osediff.error.CancelledException;
import dev.osediff.error.InvalidOptionException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what ends a command early into a short text and an exit code. */
final class CommandFailures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CancelledException || failure instanceof InterruptedException) {
            command.getErr().println("cancelled");
            return ExitCode.CANCELLED;
        }
        command.getErr().println(Messages.text(failure));
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            failure.printStackTrace(command.getErr());
        }
        return failure instanceof InvalidOptionException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("  next:  " + command.getCommandSpec().qualifiedName() + " --help lists the options.");
        return ExitCode.USAGE;
    }
}
