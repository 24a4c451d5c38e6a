package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.data.PhotoSet;
import dev.osediff.djl.training.data.TrainingPhotograph;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Photographs to learn from, and others to judge by.
 *
 * @param training to learn from
 * @param validation to judge by
 * @param areWanted whether a run without photographs is an error
 */
public record DistillationPhotos(PhotoSet training, PhotoSet validation, boolean areWanted) {
    private static final int ONE_IN = 10;

    /** Generated pictures only. */
    public static final DistillationPhotos GENERATED =
            new DistillationPhotos(PhotoSet.empty(), PhotoSet.empty(), false);

    /**
     * Loads photographs; each tenth of those that are there is kept from training and judged by.
     *
     * @param photographs which ones
     * @param root the folder the paths are relative to
     * @throws IOException if a file that exists cannot be read
     * @throws InvalidOptionException if none of them is there
     */
    public static DistillationPhotos load(List<TrainingPhotograph> photographs, Path root) throws IOException {
        List<TrainingPhotograph> present = photographs.stream()
                .filter(photograph -> Files.isRegularFile(root.resolve(photograph.path())))
                .toList();
        if (present.isEmpty()) {
            throw new InvalidOptionException(new Problem(
                    "training photographs in " + root,
                    "none of " + photographs.size(),
                    "at least one",
                    "Unpack their packages there (docs/training.md), or train on generated pictures only."));
        }
        List<TrainingPhotograph> learned = new ArrayList<>();
        List<TrainingPhotograph> judged = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            (i % ONE_IN == ONE_IN - 1 ? judged : learned).add(present.get(i));
        }
        return new DistillationPhotos(PhotoSet.load(learned, root), PhotoSet.load(judged, root), true);
    }

    /**
     * Refuses photographs that are all too small.
     *
     * @throws InvalidOptionException naming the crop
     */
    void requireUsable(int cropPixels) {
        if (areWanted && training.countOfAtLeast(cropPixels) == 0) {
            throw new InvalidOptionException(new Problem(
                    "crops of " + cropPixels + " x " + cropPixels + " pixels",
                    training.present().size() + " photographs, all smaller (JPEG files are reduced to 75 % before)",
                    "at least one that a crop fits into",
                    "Take smaller crops or larger photographs."));
        }
    }
}
