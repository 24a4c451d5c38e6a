package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;
import java.util.Set;

/**
 * Where the parameters of a part of the training lie: among the trained ones, among those that stay, or a base that stays
 * with trained adapters. Parts are {@code encoder}, {@code unet} and {@code decoder} of a generator, and
 * {@code regulariser}. Implementations are immutable.
 */
public interface PartWeights {
    /** The encoder's part of a generator. */
    String ENCODER = "encoder";

    /** The denoiser's part of a generator. */
    String UNET = "unet";

    /** The decoder's part of a generator. */
    String DECODER = "decoder";

    /**
     * Returns a part's parameters.
     *
     * @param part its name
     * @param root what its parameters' names begin with
     * @param trained cursor at the root of what is trained; where the part serves the loss of another, it is that of what stays
     * @param frozen cursor at the root of what stays
     */
    <T> Weights<T> of(TrainingOps<T> ops, String part, String root, Weights<T> trained, Weights<T> frozen);

    /** Trains some parts as a whole and leaves the others as they are. */
    static PartWeights whole(String... parts) {
        Set<String> whole = Set.of(parts);
        return new PartWeights() {
            @Override
            public <T> Weights<T> of(
                    TrainingOps<T> ops, String part, String root, Weights<T> trained, Weights<T> frozen) {
                return (whole.contains(part) ? trained : frozen).at(root);
            }
        };
    }
}
