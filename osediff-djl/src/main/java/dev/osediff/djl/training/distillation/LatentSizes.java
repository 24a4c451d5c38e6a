package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.SmallModelSizes;

/**
 * Shapes of a batch.
 *
 * @param sizes of the model
 * @param batches how many pictures, how large
 */
record LatentSizes(SmallModelSizes sizes, Batches batches) {
    /** Returns [N, 3, S, S]. */
    int[] picture() {
        return new int[] {batches.size(), 3, batches.cropPixels(), batches.cropPixels()};
    }

    /** Returns [N, z, S / f, S / f]. */
    int[] latent() {
        int side = batches.cropPixels() / sizes.autoencoder().downFactor();
        return new int[] {batches.size(), sizes.autoencoder().latentChannels(), side, side};
    }

    int timeChannels() {
        return sizes.unet().timeChannels();
    }
}
