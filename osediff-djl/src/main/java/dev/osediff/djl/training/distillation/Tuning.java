package dev.osediff.djl.training.distillation;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;

/**
 * What learns how.
 *
 * @param encoder the autoencoder's encoder
 * @param decoder the autoencoder's decoder
 * @param unet the generator's UNet
 * @param regulariser the teacher's copy that follows the generator
 */
public record Tuning(Rank encoder, Rank decoder, Rank unet, Rank regulariser) {
    /**
     * Refuses a UNet or a regulariser that does not learn.
     *
     * @throws InvalidOptionException naming both
     */
    public Tuning {
        if (unet.kind() == Rank.Kind.FROZEN || regulariser.kind() == Rank.Kind.FROZEN) {
            throw new InvalidOptionException(new Problem(
                    "fine-tuning of distillation",
                    "rank " + unet + " of the UNet and " + regulariser + " of the regulariser",
                    "both learn, by adapters or in full",
                    "Only encoder and decoder can be frozen."));
        }
    }

    /** Returns one rank for all but the decoder, which stays, as in the paper. */
    public static Tuning all(Rank rank) {
        return new Tuning(rank, Rank.FROZEN, rank, rank);
    }
}
