package dev.osediff.pipeline;

/** The parts of one run, in their order. */
public enum Stage {
    /** Reads the picture, splits off alpha and measures its colours. */
    PREPARE,
    /** Enlarges the picture and turns it into a latent. */
    ENCODE,
    /** Runs the denoiser and takes the one step. */
    DENOISE,
    /** Turns the latent into a picture. */
    DECODE,
    /** Runs the network of a model of one part, which has none of the three stages before. */
    DIRECT,
    /** Fixes colours, brings the picture to the size asked for and joins alpha. */
    FINISH
}
