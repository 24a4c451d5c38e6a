package dev.osediff.pipeline;

import dev.osediff.network.cost.NetworkCost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a model's stages cost, counted once without computing anything. Immutable. */
final class ModelCosts {
    /**
     * Side of the picture, in units of the picture's alignment, that costs are counted on: so large that inputs of fixed size
     * hardly count.
     */
    private static final int PROBE_UNITS = 64;

    private final Map<Stage, StageCost> costs = new EnumMap<>(Stage.class);
    private final Engines engines;

    /**
     * What a stage costs.
     *
     * @param multiplyAdds work per input pixel
     * @param bytes activations alive at one time, per input pixel
     * @param weightBytes bytes of its parameters as its engine holds them
     */
    record StageCost(double multiplyAdds, double bytes, long weightBytes) {}

    /**
     * Counts.
     *
     * @param engines tell what their activations really take
     */
    ModelCosts(LatentModel model, Engines engines) {
        this.engines = engines;
        int side = PROBE_UNITS * model.pictureAlignment();
        int latent = side / model.downFactor();
        int[] latentShape = {1, model.latentChannels(), latent, latent};
        List<int[]> denoiserShapes = new ArrayList<>();
        denoiserShapes.add(latentShape);
        denoiserShapes.addAll(model.conditionShapes());
        costs.put(Stage.ENCODE, cost(Stage.ENCODE, model.encoder(), List.of(new int[] {1, 3, side, side})));
        costs.put(Stage.DENOISE, cost(Stage.DENOISE, model.denoiser(), denoiserShapes));
        costs.put(Stage.DECODE, cost(Stage.DECODE, model.decoder(), List.of(latentShape)));
    }

    private StageCost cost(Stage stage, LatentModel.Part part, List<int[]> shapes) {
        NetworkCost cost = NetworkCost.of(part.network(), part.weights().names(), shapes);
        double pixels = (double) shapes.get(0)[2] * shapes.get(0)[3];
        long weights = (long) Math.ceil(part.weightBytes() * engines.of(stage).weightFactor());
        return new StageCost(cost.multiplyAdds() / pixels, cost.peakActivationBytes() / pixels, weights);
    }

    /** Returns the memory that a stage's engine really takes for activations, as a multiple of those counted. */
    double activationFactor(Stage stage) {
        return engines.of(stage).backend().activationFactor();
    }

    StageCost of(Stage stage) {
        return costs.get(stage);
    }
}
