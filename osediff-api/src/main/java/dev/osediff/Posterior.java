package dev.osediff;

/** What is taken of the distribution that Stable Diffusion's encoder gives; a model without one ignores it. */
public enum Posterior {
    /** Its mean: every run gives the same picture. */
    MEAN,
    /** A sample, drawn from the options' seed: what the reference implementation does, with a seed that nobody knows. */
    SAMPLE
}
