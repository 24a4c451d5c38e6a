package dev.osediff.examples.cli;

import dev.osediff.CancellationToken;
import dev.osediff.degradation.DegradationConfig;
import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.Degrader;
import dev.osediff.error.OsediffException;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.LoadedImage;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ReadOptions;
import dev.osediff.image.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osediff degrade}: makes low-quality pictures from good ones, as for training or for a test of a model. */
@Command(
        name = "degrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes small, blurred, noisy, compressed pictures from good ones; equal seeds, equal results.")
final class DegradeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private FileOptions files;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = PresetName.class,
            defaultValue = "reference",
            description = "Chain: reference (default), first-order, mild, clean, evaluation-clean, evaluation-mild or"
                    + " evaluation-heavy.")
    private DegradationPreset preset;

    @Option(
            names = {"-s", "--scale"},
            paramLabel = "FACTOR",
            description = "How many times smaller each side becomes, 1 to 16. Default: 4.")
    private double scale = 4;

    @Option(names = "--seed", description = "Decides, together with a file's name, all random choices. Default: 42.")
    private long seed = 42;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() throws Exception {
        if (!(scale >= 1 && scale <= 16)) {
            throw new ParameterException(command.commandLine(), "--scale " + scale + " is not in 1 to 16");
        }
        DegradationConfig config = preset.config().withScale(scale);
        WriteOptions writing = files.writeOptions();
        ReadOptions reading = files.readOptions();
        CancellationToken token = new CancellationToken();
        List<OsediffException> failures = new ArrayList<>();
        List<FileJob> jobs = files.jobs(failures);
        FileBatch batch = new FileBatch(messages, files.existing());
        return InterruptGuard.run(
                token::cancel, () -> batch.run(jobs, failures, token, job -> degrade(job, config, reading, writing)));
    }

    private String degrade(FileJob job, DegradationConfig config, ReadOptions reading, WriteOptions writing) {
        LoadedImage loaded = ImageFiles.read(job.input(), reading);
        Picture high = PictureConverter.fromBufferedImage(loaded.image());
        FloatImage low = Degrader.degrade(high.color(), config, seedOf(job));
        List<String> warnings = new ArrayList<>(loaded.warnings());
        if (high.alpha().isPresent()) {
            warnings.add("Transparency was left out.");
        }
        warnings.addAll(
                ImageFiles.write(PictureConverter.toBufferedImage(Picture.opaque(low, 8)), job.output(), writing));
        warnings.forEach(warning -> messages.warning(job.input() + ": " + warning));
        return String.format(
                Locale.ROOT,
                "%d x %d to %d x %d, %s, seed %d",
                high.width(),
                high.height(),
                low.width(),
                low.height(),
                PresetName.text(preset),
                seed);
    }

    /** A file's result does not depend on which others are in the run, and two files get different choices. */
    private long seedOf(FileJob job) {
        return 31 * seed + job.input().getFileName().toString().hashCode();
    }
}
