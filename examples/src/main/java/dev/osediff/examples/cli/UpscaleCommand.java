package dev.osediff.examples.cli;

import dev.osediff.CancellationToken;
import dev.osediff.Forecast;
import dev.osediff.Progress;
import dev.osediff.Provenance;
import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.UpscaleResult;
import dev.osediff.error.OsediffException;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.ImageHeader;
import dev.osediff.image.LoadedImage;
import dev.osediff.image.ReadOptions;
import dev.osediff.image.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osediff upscale}: enlarges files and folders of files. */
@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Enlarges pictures.",
        footer = {
            "",
            "The OSEDiff reference script's options are understood too: --input_image, --output_dir, --upscale,",
            "--align_method, --process_size, --pretrained_model_name_or_path, --osediff_path, --latent_tiled_size,",
            "--latent_tiled_overlap, --vae_encoder_tiled_size, --vae_decoder_tiled_size; what has no effect says in a",
            "warning why."
        })
final class UpscaleCommand implements Callable<Integer> {
    private static final Pattern GRID = Pattern.compile("(\\d+) x (\\d+) tiles");

    @Mixin
    private FileOptions files;

    @Mixin
    private UpscaleSettings settings;

    @Mixin
    private PromptOptions prompts;

    @Option(
            names = "--dry-run",
            description =
                    "Write nothing: print each picture's tiles, memory and expected time, from one measured tile per"
                            + " stage.")
    private boolean dryRun;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private ReferenceOptions reference;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() throws Exception {
        CancellationToken token = new CancellationToken();
        UpscaleOptions.Builder options = settings.toBuilder().cancellation(token);
        reference.apply(options, settings, engine, messages);
        prompts.apply(options);
        options.build();
        WriteOptions writing = files.writeOptions();
        ReadOptions reading = files.readOptions();
        List<OsediffException> failures = new ArrayList<>();
        List<FileJob> jobs = files.jobs(failures);
        FileBatch batch = new FileBatch(messages, files.existing());
        return InterruptGuard.run(token::cancel, () -> {
            boolean needed = dryRun || batch.hasWork(jobs);
            try (PromptOptions.Source source = needed && !dryRun ? prompts.open(engine.taggers()) : null;
                    SuperResolver resolver = needed ? engine.open(reading.limits(), settings.memoryBudget()) : null) {
                if (resolver != null) {
                    reference.applyTiles(options, resolver.tilesAreExact(), messages);
                }
                return dryRun
                        ? batch.inspect(jobs, failures, token, job -> forecast(job, resolver, options))
                        : batch.run(
                                jobs,
                                failures,
                                token,
                                job -> upscale(
                                        job, resolver, options.promptExtractor(source.of(job)), reading, writing));
            }
        });
    }

    private String forecast(FileJob job, SuperResolver resolver, UpscaleOptions.Builder options) {
        ImageHeader header = ImageFiles.probe(job.input());
        Forecast forecast = resolver.forecast(header.uprightWidth(), header.uprightHeight(), options.build());
        forecast.warnings().forEach(warning -> messages.warning(job.input() + ": " + warning));
        return ForecastText.of(job.input(), forecast);
    }

    private String upscale(
            FileJob job,
            SuperResolver resolver,
            UpscaleOptions.Builder options,
            ReadOptions reading,
            WriteOptions writing) {
        long start = System.nanoTime();
        LoadedImage loaded = ImageFiles.read(job.input(), reading);
        ProgressBar bar = new ProgressBar(messages.err(), messages.showsProgress());
        UpscaleResult result;
        try {
            result = resolver.upscale(
                    loaded.image(),
                    options.progress(progress -> show(bar, progress, job)).build());
        } finally {
            bar.clear();
        }
        List<String> warnings = new ArrayList<>(loaded.warnings());
        warnings.addAll(result.provenance().warnings());
        warnings.addAll(ImageFiles.write(result.image(), job.output(), writing));
        prompts.save(job, result.provenance());
        warnings.forEach(warning -> messages.warning(job.input() + ": " + warning));
        if (messages.isVerbose()) {
            messages.progress(result.provenance().toJson());
        }
        return summary(result.provenance(), (System.nanoTime() - start) / 1e9);
    }

    private static void show(ProgressBar bar, Progress progress, FileJob job) {
        bar.show(
                progress.fraction(),
                job.input().getFileName() + " " + progress.stage().name().toLowerCase(Locale.ROOT));
    }

    static String summary(Provenance provenance, double seconds) {
        int tiles = tiles(provenance);
        return String.format(
                Locale.ROOT,
                "%s to %s in %.2f s, %s, %s %s on %s, %d threads, %d %s",
                provenance.options().get("inputSize"),
                provenance.options().get("outputSize"),
                seconds,
                provenance.model(),
                provenance.backend(),
                provenance.precision(),
                provenance.device(),
                provenance.threads(),
                tiles,
                tiles == 1 ? "tile" : "tiles");
    }

    /** Returns the tiles of the stage that has most; --verbose prints the plans themselves. */
    private static int tiles(Provenance provenance) {
        return provenance.tilePlans().values().stream()
                .map(GRID::matcher)
                .filter(Matcher::find)
                .mapToInt(grid -> Integer.parseInt(grid.group(1)) * Integer.parseInt(grid.group(2)))
                .max()
                .orElse(1);
    }
}
