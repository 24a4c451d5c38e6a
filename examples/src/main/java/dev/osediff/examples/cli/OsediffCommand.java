package dev.osediff.examples.cli;

import java.util.List;
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
    private static final List<String> COMMANDS = List.of(
            "upscale",
            "cost",
            "degrade",
            "doctor",
            "evaluate",
            "fit-niqe",
            "import",
            "inspect",
            "quantize",
            "tags",
            "train");

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
        boolean isNamed = args.length > 0 && COMMANDS.contains(args[0]);
        for (String name : isNamed ? List.of(args[0]) : COMMANDS) {
            line.addSubcommand(name, command(name));
        }
        CommandFailures failures = new CommandFailures();
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    private static Object command(String name) {
        return switch (name) {
            case "upscale" -> new UpscaleCommand();
            case "cost" -> new CostCommand();
            case "degrade" -> new DegradeCommand();
            case "doctor" -> new DoctorCommand();
            case "evaluate" -> new EvaluateCommand();
            case "fit-niqe" -> new FitNiqeCommand();
            case "import" -> new ImportCommand();
            case "inspect" -> new InspectCommand();
            case "quantize" -> new QuantizeCommand();
            case "tags" -> new TagsCommand();
            case "train" -> new TrainCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing; there are " + String.join(", ", COMMANDS));
    }
}
