package dev.osediff.examples.cli;

import dev.osediff.djl.training.Stage;
import dev.osediff.djl.training.TrainingListener;
import dev.osediff.djl.training.TrainingPlan;
import java.util.Locale;

/** Shows how training goes: a bar on a terminal, a line now and then elsewhere. For the training thread. */
final class TrainingReporter implements TrainingListener {
    private static final int LINES_PER_STAGE = 20;

    private final TrainingPlan plan;
    private final Messages messages;
    private final ProgressBar bar;

    TrainingReporter(TrainingPlan plan, Messages messages) {
        this.plan = plan;
        this.messages = messages;
        this.bar = new ProgressBar(messages.err(), messages.showsProgress());
    }

    @Override
    public void onStep(Stage stage, long step, float loss, double stepsPerSecond) {
        if (messages.showsProgress()) {
            bar.show((double) step / stage.steps(), text(stage, step, loss, stepsPerSecond));
        } else if (step % Math.max(1, stage.steps() / LINES_PER_STAGE) == 0) {
            messages.progress(text(stage, step, loss, stepsPerSecond));
        }
    }

    @Override
    public void onValidation(Stage stage, long step, float loss) {
        bar.clear();
        messages.progress(String.format(Locale.ROOT, "%s step %d: validation loss %.5f", stage.name(), step, loss));
    }

    private String text(Stage stage, long step, float loss, double stepsPerSecond) {
        return String.format(
                Locale.ROOT,
                "%s (stage %d of %d) step %d of %d, loss %.4f, %.2f steps/s, %s left in this stage",
                stage.name(),
                plan.stages().indexOf(stage) + 1,
                plan.stages().size(),
                step,
                stage.steps(),
                loss,
                stepsPerSecond,
                duration(Math.round((stage.steps() - step) / stepsPerSecond)));
    }

    static String duration(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60)
                : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
}
