package dev.osediff.examples.cli;

import dev.osediff.djl.training.SmallModelSizes;
import dev.osediff.djl.training.TrainingPlan;
import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.model.ModelManifest;
import dev.osediff.model.ModelManifest.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        photos.present()
                .forEach(photo -> data.add(
                        new TrainingData(photo.path(), photo.author(), photo.licence(), photo.debianPackage())));
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
}
