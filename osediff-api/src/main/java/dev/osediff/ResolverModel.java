package dev.osediff;

import dev.osediff.pipeline.LatentModel;

/**
 * A model as a resolver needs it.
 *
 * @param latent its networks
 * @param name for provenance
 * @param sha256 of its weights
 * @param scale where no size is asked for
 * @param processSize default working size in output pixels, 0 for none
 * @param hasTextEncoder whether a prompt has an effect
 */
record ResolverModel(
        LatentModel latent, String name, String sha256, double scale, int processSize, boolean hasTextEncoder) {}
