package dev.osediff.djl.training.distillation;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * The pictures of a step.
 *
 * @param size pictures of a batch
 * @param perStep batches whose gradients are averaged into a step (gradient accumulation)
 * @param cropPixels side of the crops, a multiple of 16
 * @param generatedPictures how many different generated pictures there are beside the photographs
 */
public record Batches(int size, int perStep, int cropPixels, int generatedPictures) {
    private static final int ALIGNMENT = 16;

    /**
     * Refuses numbers out of range.
     *
     * @throws InvalidOptionException naming them
     */
    public Batches {
        if (size < 1 || perStep < 1 || generatedPictures < 1 || cropPixels < ALIGNMENT || cropPixels % ALIGNMENT != 0) {
            throw new InvalidOptionException(new Problem(
                    "batches of distillation",
                    perStep + " batches a step of " + size + " crops of " + cropPixels + " pixels, " + generatedPictures
                            + " generated pictures",
                    "at least 1 of each, crops a multiple of " + ALIGNMENT + " pixels",
                    "Take the defaults."));
        }
    }
}
