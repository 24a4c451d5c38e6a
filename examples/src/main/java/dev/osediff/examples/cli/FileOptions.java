package dev.osediff.examples.cli;

import dev.osediff.error.OsediffException;
import dev.osediff.image.ImageLimits;
import dev.osediff.image.OutputFormat;
import dev.osediff.image.ReadOptions;
import dev.osediff.image.WriteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which pictures are read and where the results go. Mixed into the commands that turn pictures into pictures. */
final class FileOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "INPUT", description = "Picture files, or folders of them.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = {"-i", "--input"},
            paramLabel = "INPUT",
            description = "The same as INPUT; may be repeated.")
    private List<Path> moreInputs = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Output file if its extension is a picture's and there is one input file; else a folder.")
    private Path output;

    @Option(
            names = {"-r", "--recursive"},
            description = "Search the folders in input folders too; the results keep their places.")
    private boolean recursive;

    @Option(names = "--format", description = "Format in an output folder: ${COMPLETION-CANDIDATES}. Default: PNG.")
    private OutputFormat format;

    @Option(names = "--quality", paramLabel = "1..100", description = "JPEG quality. Default: 95.")
    private Integer quality;

    @Option(
            names = "--existing",
            paramLabel = "POLICY",
            description = "Output files that exist: ${COMPLETION-CANDIDATES}. Default: REPLACE.")
    private ExistingPolicy existing;

    @Option(names = "--skip-existing", description = "The same as --existing skip: goes on where a run ended.")
    private boolean skipExisting;

    @Option(names = "--max-pixels", paramLabel = "N", description = "Refuse larger pictures. Default: 178956970.")
    private Long maxPixels;

    @Option(names = "--input_image", hidden = true)
    private List<Path> inputImages = new ArrayList<>();

    @Option(names = "--output_dir", hidden = true)
    private Path outputDir;

    @Option(
            names = "--accept-truncated",
            description = "Read a file that ends early as far as it goes, with a warning. Default: refuse it.")
    private boolean acceptTruncated;

    /** Returns what is to be done, and reports arguments that name nothing by {@code failures}. */
    List<FileJob> jobs(List<OsediffException> failures) {
        List<Path> arguments = new ArrayList<>(inputs);
        arguments.addAll(moreInputs);
        arguments.addAll(inputImages);
        if (arguments.isEmpty()) {
            throw usage("no input is given; name picture files or folders");
        }
        Path output = output();
        if (isFile(arguments, output)) {
            requireOneFormat(output);
            return List.of(new FileJob(
                    arguments.get(0), output, FileJob.stem(arguments.get(0).getFileName())));
        }
        if (Files.isRegularFile(output)) {
            throw usage("output " + output + " is a file, and the inputs need a folder");
        }
        List<InputFiles.Input> found = new ArrayList<>();
        for (Path argument : arguments) {
            try {
                found.addAll(InputFiles.list(argument, recursive, output));
            } catch (OsediffException e) {
                failures.add(e);
            }
        }
        return named(found, output);
    }

    ExistingPolicy existing() {
        if (skipExisting && existing != null && existing != ExistingPolicy.SKIP) {
            throw usage("--skip-existing together with --existing " + existing + "; leave one of them out");
        }
        return skipExisting ? ExistingPolicy.SKIP : existing == null ? ExistingPolicy.REPLACE : existing;
    }

    WriteOptions writeOptions() {
        WriteOptions options = new WriteOptions(Optional.ofNullable(format), WriteOptions.DEFAULT.jpegQuality());
        return quality == null ? options : options.withJpegQuality(quality);
    }

    ReadOptions readOptions() {
        return new ReadOptions(limits(), acceptTruncated);
    }

    ImageLimits limits() {
        return maxPixels == null ? ImageLimits.DEFAULT : ImageLimits.DEFAULT.withMaxPixels(maxPixels);
    }

    private Path output() {
        if (output == null && outputDir == null) {
            throw usage("no output is given; -o names a file or a folder");
        }
        if (output != null && outputDir != null) {
            throw usage("--output_dir " + outputDir + " together with --output " + output + "; leave one of them out");
        }
        return output != null ? output : outputDir;
    }

    /** One input file and an output that is named like a picture; a folder of any name stays a folder. */
    private static boolean isFile(List<Path> arguments, Path output) {
        return arguments.size() == 1
                && !Files.isDirectory(arguments.get(0))
                && !Files.isDirectory(output)
                && String.valueOf(output.getFileName()).lastIndexOf('.') > 0;
    }

    private void requireOneFormat(Path output) {
        OutputFormat named = OutputFormat.ofExtension(output);
        if (format != null && format != named) {
            throw usage("output " + output + " together with --format " + format + "; leave one of them out");
        }
    }

    /** Gives each input its own output name: stem and new extension, or the whole name where stems meet. */
    private List<FileJob> named(List<InputFiles.Input> found, Path output) {
        String extension = (format == null ? OutputFormat.PNG : format).name().toLowerCase(Locale.ROOT);
        Map<Path, Integer> uses = new HashMap<>();
        found.forEach(input -> uses.merge(FileJob.stem(input.name()), 1, Integer::sum));
        Map<Path, Path> owners = new HashMap<>();
        List<FileJob> jobs = new ArrayList<>();
        for (InputFiles.Input input : found) {
            Path stem = FileJob.stem(input.name());
            Path base = uses.get(stem) == 1 ? stem : input.name();
            Path target = output.resolve(base.resolveSibling(base.getFileName() + "." + extension));
            Path other = owners.put(target, input.path());
            if (other != null) {
                throw usage("inputs " + other + " and " + input.path() + " would both become " + target
                        + "; give them two output folders");
            }
            jobs.add(new FileJob(input.path(), target, base));
        }
        return jobs;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
