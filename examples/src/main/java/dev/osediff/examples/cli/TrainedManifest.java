package dev.osediff.examples.cli;

import dev.osediff.djl.training.SmallModelSizes;
import dev.osediff.djl.training.TrainingPlan;
import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.model.ModelManifest;
import dev.osediff.model.ModelManifest.TrainingData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a freshly trained model says of itself: sizes, command, and whom to name for the photographs. */
final class TrainedManifest {
    private static final double SCALE = 4;
    private static final String LICENCE = "Apache-2.0";

    private TrainedManifest() {}

    /** Returns a manifest without the fields on the weights' file, which writing the folder fills in. */
    static ModelManifest of(String name, TrainingPlan plan, PhotoSet photos, String command) {
        SmallModelSizes sizes = plan.sizes();
        List<TrainingData> data = new ArrayList<>();
        data.add(new TrainingData(
                plan.generatedPictures() + " generated pictures, seed " + plan.seed(),
                "OSEDiff for Java",
                LICENCE,
                "dev.osediff.djl.training.data"));
        photos.present().forEach(photo -> data.add(of(photo)));
        return new ModelManifest(
                ModelManifest.FORMAT,
                name,
                ModelManifest.ARCHITECTURE,
                SCALE,
                0,
                sizes.timestep(),
                sizes.autoencoder(),
                sizes.unet(),
                "",
                "",
                0,
                LICENCE,
                command,
                data,
                Map.of());
    }

    /**
     * Returns the manifest of a model that was trained further.
     *
     * @param start of the model before
     * @param photos photographs that it learned from since
     */
    static ModelManifest distilled(ModelManifest start, String command, PhotoSet photos) {
        Set<TrainingData> data = new LinkedHashSet<>(start.trainingData());
        photos.present().forEach(photo -> data.add(of(photo)));
        return new ModelManifest(
                ModelManifest.FORMAT,
                start.name() + "-distilled",
                ModelManifest.ARCHITECTURE,
                start.scale(),
                start.processSize(),
                start.timestep(),
                start.autoencoder(),
                start.unet(),
                "",
                "",
                0,
                start.licence(),
                start.trainingCommand() + "; then " + command,
                List.copyOf(data),
                Map.of());
    }

    private static TrainingData of(TrainingPhotograph photo) {
        return new TrainingData(photo.path(), photo.author(), photo.licence(), photo.debianPackage());
    }
}
