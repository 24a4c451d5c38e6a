package dev.osediff.bench;

import dev.osediff.bench.compare.CompareCommand;
import dev.osediff.bench.pictures.ScalingCommand;
import dev.osediff.bench.pictures.ThroughputCommand;
import dev.osediff.bench.pictures.TilingCommand;
import dev.osediff.bench.prompts.PromptsCommand;
import dev.osediff.bench.report.ReportCommand;
import dev.osediff.bench.stages.StagesCommand;
import dev.osediff.bench.stages.StepsCommand;
import dev.osediff.bench.startup.StartupCommand;
import dev.osediff.error.OsediffException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line: a command of this program, or whatever JMH's own command line takes. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description =
                "Measures OSEDiff for Java. Without one of these commands, the arguments are JMH's (-h for help).")
public final class BenchMain {
    private BenchMain() {}

    /** Runs and ends the virtual machine with an exit code. */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        // What engines warn of without a GPU is no part of the tables.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        CommandLine line = commandLine();
        boolean isOurs = args.length > 0
                && (line.getSubcommands().containsKey(args[0])
                        || List.of("--help", "help").contains(args[0]));
        if (isOurs) {
            System.exit(line.execute(args));
        }
        org.openjdk.jmh.Main.main(args);
    }

    /** Returns the commands. */
    static CommandLine commandLine() {
        return new CommandLine(new BenchMain())
                .addSubcommand(new StagesCommand())
                .addSubcommand(new StepsCommand())
                .addSubcommand(new ScalingCommand())
                .addSubcommand(new TilingCommand())
                .addSubcommand(new ThroughputCommand())
                .addSubcommand(new StartupCommand())
                .addSubcommand(new PromptsCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(new CompareCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof OsediffException)) {
                        throw failure;
                    }
                    command.getErr().println(failure.getMessage());
                    return 2;
                });
    }
}
