package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.loop.Progress;
import dev.osediff.djl.training.loop.TrainingListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run's figures as CSV, {@code log.csv} of every step and {@code validation.csv} of every validation, and after each of
 * these as plots and pictures.
 */
final class RunLog implements TrainingListener {
    /** A step before all. */
    static final long NOTHING = -1;

    private final Path folder;
    private final Validation validation;
    private final CsvTable steps;
    private final CsvTable validations;

    /**
     * Goes on with the files of a folder.
     *
     * @param validation has the pictures of each validation
     * @param step rows of later steps, which a run wrote after its last saved state, are taken out
     */
    RunLog(Path folder, Validation validation, long step) {
        this.folder = folder;
        this.validation = validation;
        steps = new CsvTable(folder.resolve("log.csv"));
        validations = new CsvTable(folder.resolve("validation.csv"));
        steps.keepUpTo(step);
        validations.keepUpTo(step);
    }

    /** Notes the figures of the model that training starts from, as those of step 0. */
    void start(Map<String, Double> figures) {
        validations.add(0, figures);
        validation.keep(0);
    }

    @Override
    public void onStep(Progress progress) {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("loss", (double) progress.loss());
        row.putAll(progress.parts());
        row.put("images_per_second", progress.picturesPerSecond());
        steps.add(progress.step(), row);
    }

    @Override
    public void onValidation(Progress progress, Map<String, Double> figures) {
        validations.add(progress.step(), figures);
        validation.keep(progress.step());
        CurvePlot.write(folder.resolve("loss.png"), steps.columns());
        CurvePlot.write(folder.resolve("validation.png"), validations.columns());
    }

    /** Returns the figures of the last validation. */
    Map<String, Double> lastFigures() {
        return validations.last();
    }
}
