package dev.osediff.examples.cli;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line {@code osediff}; each thing it can do is a subcommand. */
@Command(
        name = "osediff",
        description = "Enlarges pictures with one step of a diffusion model.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all done", "1:some input failed", "2:wrong usage", "130:cancelled"})
public final class OsediffCommand implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = new TreeMap<>(Map.of(
            "upscale", UpscaleCommand::new,
            "degrade", DegradeCommand::new,
            "doctor", DoctorCommand::new,
            "evaluate", EvaluateCommand::new,
            "inspect", InspectCommand::new,
            "train", TrainCommand::new));

    @Spec
    private CommandSpec spec;

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(commandLine(args).execute(args));
    }

    /** Prepares the command that the arguments name, and only that one: the others' classes stay unloaded. */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new OsediffCommand());
        if (args.length > 0 && COMMANDS.containsKey(args[0])) {
            line.addSubcommand(args[0], COMMANDS.get(args[0]).get());
        } else {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        CommandFailures failures = new CommandFailures();
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing; there are " + String.join(", ", COMMANDS.keySet()));
    }
}
