package dev.osediff.examples.cli;

import dev.osediff.djl.training.loop.Progress;
import dev.osediff.djl.training.loop.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows how training goes: a bar on a terminal, a line now and then elsewhere. For the training thread. */
final class TrainingReporter implements TrainingListener {
    private static final int LINES_PER_STAGE = 20;

    private final List<String> stages;
    private final Messages messages;
    private final ProgressBar bar;

    TrainingReporter(List<String> stages, Messages messages) {
        this.stages = List.copyOf(stages);
        this.messages = messages;
        this.bar = new ProgressBar(messages.err(), messages.showsProgress());
    }

    @Override
    public void onStep(Progress progress) {
        if (messages.showsProgress()) {
            bar.show((double) progress.step() / progress.steps(), text(progress));
        } else if (progress.step() % Math.max(1, progress.steps() / LINES_PER_STAGE) == 0) {
            messages.progress(text(progress));
        }
    }

    @Override
    public void onValidation(Progress progress, Map<String, Double> figures) {
        bar.clear();
        String texts = figures.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "%s %.5f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", "));
        messages.progress(progress.stage() + " step " + progress.step() + ": " + texts);
    }

    private String text(Progress progress) {
        int index = stages.indexOf(progress.stage());
        return String.format(
                Locale.ROOT,
                "%s%s step %d of %d, loss %.4f, %.2f steps/s, %.1f images/s, %s left%s",
                progress.stage(),
                stages.size() < 2 ? "" : " (stage " + (index + 1) + " of " + stages.size() + ")",
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.stepsPerSecond(),
                progress.picturesPerSecond(),
                duration(Math.round((progress.steps() - progress.step()) / progress.stepsPerSecond())),
                stages.size() < 2 ? "" : " in this stage");
    }

    static String duration(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60)
                : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
}
