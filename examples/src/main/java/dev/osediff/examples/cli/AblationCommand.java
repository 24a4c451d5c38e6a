package dev.osediff.examples.cli;

import dev.osediff.djl.training.ablation.Ablation;
import dev.osediff.djl.training.ablation.AblationRow;
import dev.osediff.djl.training.ablation.AblationTable;
import dev.osediff.djl.training.distillation.DistillationPhotos;
import dev.osediff.djl.training.distillation.DistillationPlan;
import dev.osediff.djl.training.distillation.DistillationTrainer;
import dev.osediff.djl.training.distillation.DistilledModel;
import dev.osediff.djl.training.distillation.StartModel;
import dev.osediff.error.CancelledException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osediff train ablation}: repeats an ablation of the paper with a small model. */
@Command(
        name = "ablation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Distils once per row of one of the paper's ablations and prints its row names and published figures beside"
                    + " what was measured.",
            "Ctrl-C keeps what is done; the same command goes on from there."
        })
final class AblationCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "WHICH",
            description = "losses, tuning, vae-rank or unet-rank. Its rows set --loss and --lambda, or the ranks of"
                    + " encoder, decoder or UNet; the other options hold for all rows.")
    private String which;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FOLDER",
            description = "A folder that 'osediff train' has written.")
    private Path from;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FOLDER",
            description = "A folder per row, and ablation.csv and ablation.md.")
    private Path out;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Trainings per row, with seeds from --seed on. Default: 1, which gives no spread.")
    private int seeds = 1;

    @Mixin
    private DistilOptions options;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() throws Exception {
        Thread training = Thread.currentThread();
        return InterruptGuard.run(training::interrupt, this::train);
    }

    private Ablation ablation() {
        for (Ablation each : Ablation.values()) {
            if (each.name().replace('_', '-').equals(which.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new InvalidOptionException(new Problem(
                "ablation", "'" + which + "'", "losses, tuning, vae-rank or unet-rank", "Name one of these."));
    }

    private int train() throws InterruptedException {
        Ablation ablation = ablation();
        List<AblationRow> rows = ablation.rows(options.plan());
        if (seeds < 1) {
            throw new InvalidOptionException(
                    new Problem("seeds of an ablation", String.valueOf(seeds), "at least 1", "Take 1, or more."));
        }
        int runs = rows.size() * seeds;
        Optional<Duration> each = options.budget().map(budget -> budget.dividedBy(runs));
        try {
            StartModel start = StartModel.read(from);
            DistillationPhotos photos = options.photos();
            AblationTable table = new AblationTable(ablation);
            for (AblationRow row : rows) {
                table.add(row, models(row, start, photos, each));
                CsvFile.write(out.resolve("ablation.csv"), table.csv());
                CsvFile.write(out.resolve("ablation.md"), table.markdown());
            }
            table.markdown().forEach(messages::result);
            return ExitCode.OK;
        } catch (InterruptedException | CancelledException e) {
            messages.progress("ablation stopped; the same command goes on from here");
            throw e;
        } catch (IOException e) {
            throw new OutputException(
                    new Problem("ablation in " + out, e.toString(), "photographs that can be read", "Check them."), e);
        }
    }

    private List<DistilledModel> models(
            AblationRow row, StartModel start, DistillationPhotos photos, Optional<Duration> budget)
            throws InterruptedException {
        List<DistilledModel> models = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            DistillationPlan plan = row.plan().withSeed(row.plan().seed() + i);
            messages.progress("row " + row.name() + ", seed " + plan.seed());
            TrainingReporter reporter = new TrainingReporter(List.of("distil"), messages);
            Path folder = out.resolve(row.folder()).resolve("seed-" + plan.seed());
            models.add(new DistillationTrainer(plan, start, folder, photos, reporter).run(budget));
        }
        return models;
    }
}
