package dev.osediff.djl.training.distillation;

/**
 * What learns how.
 *
 * @param encoder the autoencoder's encoder
 * @param unet the generator's UNet
 * @param regulariser the teacher's copy that follows the generator
 */
public record Tuning(Rank encoder, Rank unet, Rank regulariser) {
    /** Returns one rank for all. */
    public static Tuning all(Rank rank) {
        return new Tuning(rank, rank, rank);
    }
}
