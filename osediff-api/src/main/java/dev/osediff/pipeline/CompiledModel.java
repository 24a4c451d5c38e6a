package dev.osediff.pipeline;

import com.google.common.base.Throwables;
import dev.osediff.backend.Backend;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.network.cost.NetworkCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model's three networks on one backend, with what a pixel costs in each. Thread-safe as its networks are. */
final class CompiledModel implements AutoCloseable {
    /** Side of the picture, in units of the picture's alignment, that costs are counted on. */
    private static final int PROBE_UNITS = 8;

    private final LatentModel model;
    private final CompiledNetwork encoder;
    private final CompiledNetwork denoiser;
    private final CompiledNetwork decoder;
    private final StageCost encoderCost;
    private final StageCost denoiserCost;
    private final StageCost decoderCost;

    /**
     * What a stage costs per input pixel.
     *
     * @param multiplyAdds work
     * @param bytes activations alive at one time
     */
    record StageCost(double multiplyAdds, double bytes) {}

    private CompiledModel(
            LatentModel model, CompiledNetwork encoder, CompiledNetwork denoiser, CompiledNetwork decoder) {
        this.model = model;
        this.encoder = encoder;
        this.denoiser = denoiser;
        this.decoder = decoder;
        int side = PROBE_UNITS * model.pictureAlignment();
        int latent = side / model.downFactor();
        int[] latentShape = {1, model.latentChannels(), latent, latent};
        List<int[]> denoiserShapes = new ArrayList<>();
        denoiserShapes.add(latentShape);
        model.conditions().forEach(condition -> denoiserShapes.add(condition.shape()));
        this.encoderCost = cost(model.encoder(), List.of(new int[] {1, 3, side, side}));
        this.denoiserCost = cost(model.denoiser(), denoiserShapes);
        this.decoderCost = cost(model.decoder(), List.of(latentShape));
    }

    /** Compiles all three; if one fails the others are closed. */
    static CompiledModel compile(LatentModel model, Backend backend, CompileSpec spec) {
        List<CompiledNetwork> done = new ArrayList<>(3);
        try {
            for (LatentModel.Part part : List.of(model.encoder(), model.denoiser(), model.decoder())) {
                done.add(backend.compile(part.network(), part.weights(), spec));
            }
            return new CompiledModel(model, done.get(0), done.get(1), done.get(2));
        } catch (RuntimeException | Error e) {
            closeAll(done).ifPresent(e::addSuppressed);
            throw e;
        }
    }

    private static StageCost cost(LatentModel.Part part, List<int[]> shapes) {
        NetworkCost cost = NetworkCost.of(part.network(), part.weights().names(), shapes);
        double pixels = (double) shapes.get(0)[2] * shapes.get(0)[3];
        return new StageCost(cost.multiplyAdds() / pixels, cost.peakActivationBytes() / pixels);
    }

    LatentModel model() {
        return model;
    }

    CompiledNetwork network(Stage stage) {
        return switch (stage) {
            case ENCODE -> encoder;
            case DENOISE -> denoiser;
            case DECODE -> decoder;
            case PREPARE, FINISH -> throw new IllegalArgumentException(stage + " has no network");
        };
    }

    LatentModel.Part part(Stage stage) {
        return switch (stage) {
            case ENCODE -> model.encoder();
            case DENOISE -> model.denoiser();
            case DECODE -> model.decoder();
            case PREPARE, FINISH -> throw new IllegalArgumentException(stage + " has no network");
        };
    }

    StageCost cost(Stage stage) {
        return switch (stage) {
            case ENCODE -> encoderCost;
            case DENOISE -> denoiserCost;
            case DECODE -> decoderCost;
            case PREPARE, FINISH -> throw new IllegalArgumentException(stage + " has no network");
        };
    }

    /** Closes all three, whatever one of them throws. */
    @Override
    public void close() {
        closeAll(List.of(decoder, denoiser, encoder)).ifPresent(failure -> {
            Throwables.throwIfUnchecked(failure);
            throw new IllegalStateException(failure);
        });
    }

    /** Closes each and returns the first failure, which suppresses the others. */
    private static Optional<Throwable> closeAll(List<CompiledNetwork> networks) {
        Throwable failure = null;
        for (CompiledNetwork network : networks) {
            try {
                network.close();
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return Optional.ofNullable(failure);
    }
}
