package dev.osediff.pipeline;

import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.tile.Rect;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A one-step latent model as the pipeline sees it: three networks and the numbers that join them. Immutable.
 *
 * @param name for error texts
 * @param encoder picture [1, 3, H, W] in [-1, 1] to latent [1, z, H/f, W/f]
 * @param denoiser latent, then {@code conditions}, to a prediction of the latent's shape
 * @param decoder latent to picture [1, 3, f·h, f·w], nominally in [-1, 1]
 * @param downFactor picture pixels per latent pixel along one axis, f
 * @param latentChannels z
 * @param form what lies between encoder and denoiser
 * @param conditionShapes shapes of the denoiser's further inputs, which are the same for all tiles of a run
 * @param latentGain a in the one step z_H = a · z_L − b · prediction (osediff.md §1.5 for SD 2.1)
 * @param predictionGain b in the one step
 * @param maxScale largest enlargement that the networks were made for; more is resampled afterwards
 * @param residency whether the networks stay in memory between runs
 */
public record LatentModel(
        String name,
        Part encoder,
        Part denoiser,
        Part decoder,
        int downFactor,
        int latentChannels,
        LatentForm form,
        List<int[]> conditionShapes,
        float latentGain,
        float predictionGain,
        double maxScale,
        Residency residency)
        implements PipelineModel {

    /** Whether networks stay in memory between runs. */
    public enum Residency {
        /** All three are read when the pipeline is made and stay. */
        KEPT,
        /** Each is read when its stage begins and freed when it ends; one run at a time. */
        STAGED
    }

    /**
     * One network with its weights and its tiles.
     *
     * @param network the computation
     * @param weights its parameters
     * @param tiling how its input is cut
     * @param quantisation its layers that can compute in 8 bits
     */
    public record Part(Network network, TensorSource weights, StageTiling tiling, QuantisationTable quantisation) {
        /** Refuses null. */
        public Part {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(weights, "weights");
            Objects.requireNonNull(tiling, "tiling");
            Objects.requireNonNull(quantisation, "quantisation");
        }

        /** A part without 8-bit layers. */
        public Part(Network network, TensorSource weights, StageTiling tiling) {
            this(network, weights, tiling, QuantisationTable.NONE);
        }

        int alignment() {
            return tiling.alignment();
        }

        /** Returns the same part with other tiles, or this one for null. */
        Part tiled(StageTiling other) {
            return other == null ? this : new Part(network, weights, other, quantisation);
        }

        /** Returns the bytes of its parameters in float32. */
        long weightBytes() {
            return ParameterShapes.of(network, weights.names()).values().stream()
                    .mapToLong(shape -> Float.BYTES * Tensor.elements(shape))
                    .sum();
        }
    }

    /** Copies the list; refuses an encoder alignment that the down factor does not divide. */
    public LatentModel {
        conditionShapes = List.copyOf(conditionShapes);
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(residency, "residency");
        if (downFactor < 1 || latentChannels < 1 || encoder.alignment() % downFactor != 0) {
            throw new IllegalArgumentException("down factor " + downFactor + " must divide the encoder's alignment "
                    + encoder.alignment() + ", and there is at least 1 latent channel, found " + latentChannels);
        }
    }

    /** Returns the same model with other tiles for some stages. */
    LatentModel tiled(Map<Stage, StageTiling> tilings) {
        return new LatentModel(
                name,
                encoder.tiled(tilings.get(Stage.ENCODE)),
                denoiser.tiled(tilings.get(Stage.DENOISE)),
                decoder.tiled(tilings.get(Stage.DECODE)),
                downFactor,
                latentChannels,
                form,
                conditionShapes,
                latentGain,
                predictionGain,
                maxScale,
                residency);
    }

    @Override
    public SizePlan plan(Size input, Size output, double limitScale, int processSize) {
        return SizePlan.exact(input, output, maxScale, limitScale, processSize);
    }

    @Override
    public long weightBytes() {
        return encoder.weightBytes() + denoiser.weightBytes() + decoder.weightBytes();
    }

    /** Returns the part of a stage that has a network. */
    Part part(Stage stage) {
        return switch (stage) {
            case ENCODE -> encoder;
            case DENOISE -> denoiser;
            case DECODE -> decoder;
            case PREPARE, DIRECT, FINISH -> throw new IllegalArgumentException(stage + " has no network");
        };
    }

    /** Returns the shape of a stage's output for a part of its input. */
    int[] outputShape(Stage stage, Rect rect) {
        return switch (stage) {
            case ENCODE ->
                new int[] {
                    1, form.encodedChannels(latentChannels), rect.height() / downFactor, rect.width() / downFactor
                };
            case DENOISE -> new int[] {1, latentChannels, rect.height(), rect.width()};
            case DECODE -> new int[] {1, 3, rect.height() * downFactor, rect.width() * downFactor};
            case PREPARE, DIRECT, FINISH -> throw new IllegalArgumentException(stage + " has no network");
        };
    }

    /** Returns the number, in picture pixels, that the working picture's sides are padded to a multiple of. */
    int pictureAlignment() {
        int latent = lcm(denoiser.alignment(), decoder.alignment());
        return lcm(encoder.alignment(), latent * downFactor);
    }

    private static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return Math.multiplyExact(a / x, b);
    }
}
