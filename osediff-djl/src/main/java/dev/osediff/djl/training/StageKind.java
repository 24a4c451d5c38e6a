package dev.osediff.djl.training;

/** What a stage of the embedded model's training teaches. */
public enum StageKind {
    /** Encoder and decoder, from principal components of patches. */
    AUTOENCODER,
    /** The UNet as a diffusion model of sharp latents (flow form), the start and later the teacher of the one step. */
    PRIOR,
    /** Encoder and UNet as the one-step network; the decoder stays. */
    ONE_STEP,
    /** As {@link #ONE_STEP} with the decoder learning too, a heavier mixture and a term for contrast. */
    FINISH,
    /** As {@link #FINISH} on pictures that are all noisy and compressed, with less of that term. */
    POLISH,
    /** As {@link #POLISH} on larger crops, more photographs and a mixture of all degradations, with still less of that term. */
    REFINE,
    /** As {@link #REFINE} without that term and with the squared error, which settles what the terms before pulled at. */
    SETTLE
}
