package dev.osediff.examples.cli;

import dev.osediff.djl.training.SmallModelTrainer;
import dev.osediff.djl.training.Stage;
import dev.osediff.djl.training.TrainingPlan;
import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.error.CancelledException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelManifest;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code osediff train}: repeats the training of the embedded model from nothing. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {DistilCommand.class, AblationCommand.class},
        description = {
            "Trains a small model and writes a model folder.",
            "Ctrl-C keeps what is done; the same command goes on from there."
        })
final class TrainCommand implements Callable<Integer> {
    /** What to train; a lazily built {@link TrainingPlan} for each. */
    enum Plan {
        /** The model that the library embeds: hours. */
        EMBEDDED,
        /** A tiny model for a few steps, to try the training itself: seconds. */
        SMOKE;

        TrainingPlan plan() {
            return this == EMBEDDED ? TrainingPlan.embedded() : TrainingPlan.smoke();
        }
    }

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description =
                    "Required. Where the model is written; its folder 'training' holds the stages, the state and the log.")
    private Path out;

    @Option(
            names = "--photos",
            paramLabel = "ROOT",
            description = "The training photographs' paths are relative to this folder: / (default) if their Debian"
                    + " packages are installed, else where the packages were unpacked.")
    private Path photos = Path.of("/");

    @Option(names = "--no-photos", description = "Train on generated pictures only.")
    private boolean noPhotos;

    @Option(names = "--plan", description = "${COMPLETION-CANDIDATES}. Default: EMBEDDED.")
    private Plan plan = Plan.EMBEDDED;

    @Option(names = "--name", description = "The model's name. Default: osediff-small.")
    private String name = "osediff-small";

    @Mixin
    private Messages messages;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        // Not declared as required, as picocli would then ask for it before subcommands too.
        if (out == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--out=FOLDER'");
        }
        Thread training = Thread.currentThread();
        return InterruptGuard.run(training::interrupt, this::train);
    }

    private int train() throws InterruptedException {
        try {
            PhotoSet set = noPhotos ? PhotoSet.empty() : PhotoSet.load(TrainingPhotograph.listed(), photos);
            messages.progress(noPhotos ? "training on generated pictures only" : set.describe());
            TrainingPlan steps = plan.plan();
            TrainingReporter reporter = new TrainingReporter(
                    steps.stages().stream().map(Stage::name).toList(), messages);
            Map<String, Tensor> parameters = new SmallModelTrainer(steps, out.resolve("training"), set, reporter).run();
            ModelManifest manifest = TrainedManifest.of(name, steps, set, command());
            ModelManifest written = ModelFolder.write(out, manifest, parameters);
            messages.result("model " + written.name() + " in " + out + ": " + ByteSize.text(written.weightsBytes())
                    + ", SHA-256 " + written.weightsSha256());
            return ExitCode.OK;
        } catch (InterruptedException | CancelledException e) {
            messages.progress("training stopped; the same command goes on from here");
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw new OutputException(
                    new Problem(
                            "training in " + out,
                            String.valueOf(e),
                            "photographs that can be read and a folder that can be written to",
                            "Check both and run the same command again; it goes on where it ended."),
                    e);
        }
    }

    /** Returns what repeats the training, without the names of local folders. */
    private String command() {
        return "osediff train --plan " + plan.name().toLowerCase(Locale.ROOT)
                + (noPhotos ? " --no-photos" : "")
                + " --out FOLDER";
    }
}
