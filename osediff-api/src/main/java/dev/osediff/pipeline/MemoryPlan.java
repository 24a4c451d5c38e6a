package dev.osediff.pipeline;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a run takes on the heap: per tiled stage as a function of the tile, and for the rest. All figures are upper bounds of
 * what is alive at one time. Immutable.
 */
final class MemoryPlan {
    /** The stages that run tile by tile, in their order. */
    static final Stage[] TILED = {Stage.ENCODE, Stage.DENOISE, Stage.DECODE};

    /** Bytes for bands that stream by, progress, and small things. */
    static final long SMALL_CHANGE_BYTES = 24L << 20;

    /** Bytes beside a staged network's weights: the tensor being read, and forms that an engine makes of some. */
    private static final long STAGED_CHANGE_BYTES = 320L << 20;

    private static final int IMAGE_CHANNELS = 3;

    private final Map<Stage, StageMemory> stages = new EnumMap<>(Stage.class);
    private final long finishBytes;

    MemoryPlan(LatentModel model, ModelCosts costs, RunRequest request) {
        SizePlan sizes = request.sizes();
        RunRequest.Form form = request.form();
        int f = model.downFactor();
        Size padded = sizes.working().alignedUp(model.pictureAlignment());
        Size latent = new Size(padded.width() / f, padded.height() / f);
        long latentBytes = Float.BYTES * latent.pixels() * model.latentChannels();
        long encodedBytes = Float.BYTES * latent.pixels() * model.form().encodedChannels(model.latentChannels());
        long resultBytes = Float.BYTES * sizes.working().pixels() * form.colorPlanes();
        long common = SMALL_CHANGE_BYTES + inputBytes(sizes, form) + enlargedBytes(sizes, form);
        // A band of the enlarged picture and the columns-only intermediate it is made from.
        double encoderRow = 2.0 * Float.BYTES * padded.width() * form.colorPlanes();
        // The window of rows being joined and the copy that is handed on.
        double decoderRow = 2.0 * Float.BYTES * IMAGE_CHANNELS * f * padded.width();
        put(model, costs, Stage.ENCODE, padded, common + latentBytes + encodedBytes, encoderRow, 1);
        put(model, costs, Stage.DENOISE, latent, common + 2 * latentBytes, 0, request.predictions());
        put(model, costs, Stage.DECODE, latent, common + latentBytes + resultBytes, decoderRow, 1);
        this.finishBytes = common + finishBytes(sizes, form, resultBytes);
    }

    private void put(
            LatentModel model,
            ModelCosts costs,
            Stage stage,
            Size map,
            long fixedBytes,
            double bytesPerRow,
            int samples) {
        StageTiling tiling = model.part(stage).tiling();
        ModelCosts.StageCost cost = costs.of(stage);
        boolean staged = model.residency() == LatentModel.Residency.STAGED;
        long weights = staged ? cost.weightBytes() + STAGED_CHANGE_BYTES : 0;
        // In lockstep activations of the whole map are alive, and an engine's scratch is that of one tile.
        double resident = tiling.residentPixels(map);
        double factor = costs.activationFactor(stage);
        double bytes = cost.bytes() * samples;
        double bytesPerPixel = bytes * (resident > 0 ? factor - 1 : factor);
        long fixed = fixedBytes + weights + (long) Math.ceil(bytes * resident);
        stages.put(
                stage, new StageMemory(fixed, bytesPerRow, bytesPerPixel, map, tiling.smallest(), tiling.alignment()));
    }

    /** The picture's planes, and those with colour bled under alpha. */
    private static long inputBytes(SizePlan sizes, RunRequest.Form form) {
        long planes = form.planes() + (form.alphaPlanes() > 0 ? form.colorPlanes() + 2 : 0);
        return Float.BYTES * sizes.input().pixels() * planes;
    }

    /** Intermediate enlargements, and the last one where it is kept. */
    private static long enlargedBytes(SizePlan sizes, RunRequest.Form form) {
        long bytes = 0;
        for (SizePlan.Step step :
                sizes.enlargement().subList(0, sizes.enlargement().size() - 1)) {
            bytes = Math.max(bytes, 2 * Float.BYTES * step.size().pixels() * form.colorPlanes());
        }
        long last = sizes.working().pixels() * form.colorPlanes();
        return bytes + (last <= EnlargedPicture.KEPT_SAMPLES ? Float.BYTES * last : 0);
    }

    private static long finishBytes(SizePlan sizes, RunRequest.Form form, long resultBytes) {
        long output = sizes.output().pixels();
        boolean resized = !sizes.output().equals(sizes.working());
        long planes = form.alphaPlanes() + (resized ? form.colorPlanes() : 0);
        // While one plane is resized or alpha is made, a plane of output width by input height is alive besides.
        long passing = resized || form.alphaPlanes() > 0 ? output : 0;
        return resultBytes + output * form.bytesPerOutputPixel() + Float.BYTES * (output * planes + passing);
    }

    StageMemory stage(Stage stage) {
        return stages.get(stage);
    }

    /** Returns the bytes below which the run cannot be done. */
    long smallestBytes() {
        long bytes = finishBytes;
        for (StageMemory stage : stages.values()) {
            bytes = Math.max(bytes, stage.smallestBytes());
        }
        return bytes;
    }

    /** Returns the bytes that the run takes with those tiles. */
    long bytes(Map<Stage, Integer> tiles) {
        long bytes = finishBytes;
        for (Map.Entry<Stage, Integer> entry : tiles.entrySet()) {
            bytes = Math.max(bytes, stages.get(entry.getKey()).bytes(entry.getValue()));
        }
        return bytes;
    }
}
