package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Weights;

/**
 * Where the parameters of a network that learns lie: all among the trained ones, or a frozen base with trained additions, such
 * as adapters.
 */
public interface PartWeights {
    /** The whole network is trained: its parameters are the trained ones below its name. */
    PartWeights WHOLE = new PartWeights() {
        @Override
        public <T> Weights<T> of(TrainingOps<T> ops, String part, Weights<T> trained, Weights<T> frozen) {
            return trained.at(part);
        }
    };

    /**
     * Returns a network's parameters.
     *
     * @param part its name: unet, vae or encoder, regulariser, discriminator
     * @param trained cursor at the root of what was added or trained; it is frozen where the network serves the loss of
     *     another
     * @param frozen cursor at the root of what stays
     */
    <T> Weights<T> of(TrainingOps<T> ops, String part, Weights<T> trained, Weights<T> frozen);
}
