package dev.osediff.pipeline;

import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Engine;
import dev.osediff.image.ResampleFilter;
import dev.osediff.network.cost.NetworkCost;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A model of one part: a network that takes the picture itself, [1, 3, h, w] in [0, 1], to one that is a whole number of
 * times as large, [1, 3, s·h, s·w]. Immutable.
 *
 * @param name for error texts
 * @param scale s, 1 to 8
 * @param tiling how the picture is cut; its alignment is that of the network
 * @param bytesPerPixel activations alive at one time, for each pixel of the picture
 * @param weightBytes bytes of all parameters in float32
 * @param compile prepares the network on an engine, which the pipeline closes
 */
public record DirectModel(
        String name,
        int scale,
        StageTiling tiling,
        double bytesPerPixel,
        long weightBytes,
        Function<Engine, CompiledNetwork> compile)
        implements PipelineModel {
    /** Side of the picture that activations are counted on. */
    private static final int PROBE_SIDE = 64;

    private static final int MOST_SCALE = 8;

    /** Refuses null, other scales, and tiles in lockstep. */
    public DirectModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(compile, "compile");
        if (scale < 1 || scale > MOST_SCALE || tiling.lockstep().isPresent()) {
            throw new IllegalArgumentException(
                    "scale is 1 to " + MOST_SCALE + " and tiles are independent, found " + scale + " and " + tiling);
        }
    }

    /** Returns the model of a network that is written over {@link dev.osediff.network.Ops}. */
    public static DirectModel of(String name, int scale, LatentModel.Part part) {
        int side = PROBE_SIDE * part.alignment();
        NetworkCost cost =
                NetworkCost.of(part.network(), part.weights().names(), List.of(new int[] {1, 3, side, side}));
        return new DirectModel(
                name,
                scale,
                part.tiling(),
                (double) cost.peakActivationBytes() / side / side,
                part.weightBytes(),
                engine -> engine.compile(
                        StageNames.of(Stage.DIRECT), part.network(), part.weights(), part.quantisation()));
    }

    @Override
    public double maxScale() {
        return scale;
    }

    @Override
    public LatentModel.Residency residency() {
        return LatentModel.Residency.KEPT;
    }

    /** The network makes the picture as many times as large as it can; another size is resampled afterwards. */
    @Override
    public SizePlan plan(Size input, Size output, double limitScale, int processSize) {
        SizePlan.exact(input, output, scale, limitScale, 0);
        Size working = SizePlan.output((long) input.width() * scale, (long) input.height() * scale);
        return new SizePlan(input, List.of(new SizePlan.Step(working, ResampleFilter.BICUBIC)), output);
    }
}
