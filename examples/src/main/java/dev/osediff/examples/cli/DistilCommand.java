package dev.osediff.examples.cli;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.LoraFile;
import dev.osediff.djl.training.distillation.DistillationPhotos;
import dev.osediff.djl.training.distillation.DistillationPlan;
import dev.osediff.djl.training.distillation.DistillationTrainer;
import dev.osediff.djl.training.distillation.DistilledModel;
import dev.osediff.djl.training.distillation.StartModel;
import dev.osediff.error.CancelledException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code osediff train distil}: trains a small model's one step as the paper trains. */
@Command(
        name = "distil",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Fine-tunes a small model with score distillation from its diffusion prior, and writes a model folder.",
            "Ctrl-C keeps what is done; the same command goes on from there."
        })
final class DistilCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "FOLDER",
            description = "A folder that 'osediff train' has written: the start, and in 'training' the teacher.")
    private Path from;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FOLDER",
            description = "Where the model is written, merged; 'adapters' holds what LoRA trained, 'distillation' the"
                    + " state, logs, plots and validation pictures.")
    private Path out;

    @Mixin
    private DistilOptions options;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() throws Exception {
        Thread training = Thread.currentThread();
        return InterruptGuard.run(training::interrupt, this::train);
    }

    private int train() throws InterruptedException {
        DistillationPlan plan = options.plan();
        try {
            StartModel start = StartModel.read(from);
            DistillationPhotos photos = options.photos();
            messages.progress(
                    photos.areWanted() ? photos.training().describe() : "training on generated pictures only");
            TrainingReporter reporter = new TrainingReporter(List.of("distil"), messages);
            Path run = out.resolve("distillation");
            DistilledModel model = new DistillationTrainer(plan, start, run, photos, reporter).run(options.budget());
            for (String part : model.adapters().keySet()) {
                Path folder = Files.createDirectories(out.resolve("adapters"));
                LoraFile.write(
                        folder.resolve(part + ".safetensors"), model.adapters().get(part), DataType.F32);
            }
            ModelManifest manifest = TrainedManifest.distilled(start.manifest(), options.command(), photos.training());
            ModelManifest written = ModelFolder.write(out, manifest, model.parameters());
            messages.result(String.format(
                    Locale.ROOT,
                    "model %s in %s: %d of %d steps in %s, SHA-256 %s",
                    written.name(),
                    out,
                    model.steps(),
                    plan.steps(),
                    TrainingReporter.duration(Math.round(model.seconds())),
                    written.weightsSha256()));
            return ExitCode.OK;
        } catch (InterruptedException | CancelledException e) {
            messages.progress("training stopped; the same command goes on from here");
            throw e;
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "training in " + out,
                            e.toString(),
                            "photographs that can be read and a folder that can be written to",
                            "Check both and run the same command again; it goes on where it ended."),
                    e);
        }
    }
}
