package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.color.ColorFix;
import dev.osediff.color.ColorFixPrecision;
import dev.osediff.network.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one run is asked to do.
 *
 * @param sizes the sizes that the picture goes through
 * @param tilings how stages are cut where not as the model says; alignments are the model's
 * @param form planes and depth of the picture
 * @param conditions the denoiser's further inputs; with guidance two samples of each, the prompt's and the
 *     negative prompt's
 * @param guidance scale of classifier-free guidance; empty for one prediction without any
 * @param posteriorSeed seed of the noise of a sampled latent; empty takes the mean
 * @param colorFix how colours are fixed
 * @param arithmetic which roundings happen between the stages
 * @param tileSize longest side of a tile in working pixels; empty means by memory; not together with a budget
 * @param memoryBudgetBytes bytes that the run may take on the heap; empty means what is free
 * @param listener hears of progress
 * @param cancellation ends the run
 */
public record RunRequest(
        SizePlan sizes,
        Map<Stage, StageTiling> tilings,
        Form form,
        List<Tensor> conditions,
        OptionalDouble guidance,
        OptionalLong posteriorSeed,
        ColorFix colorFix,
        ColorFixPrecision arithmetic,
        OptionalInt tileSize,
        OptionalLong memoryBudgetBytes,
        StageListener listener,
        Cancellation cancellation) {
    /**
     * Planes and depth of a picture, as far as memory is concerned.
     *
     * @param colorPlanes 1 or 3
     * @param alphaPlanes 0 or 1
     * @param bytesPerOutputPixel bytes of a pixel of the final image
     */
    public record Form(int colorPlanes, int alphaPlanes, int bytesPerOutputPixel) {
        int planes() {
            return colorPlanes + alphaPlanes;
        }
    }

    /** Refuses null. */
    public RunRequest {
        Objects.requireNonNull(sizes, "sizes");
        tilings = Map.copyOf(tilings);
        Objects.requireNonNull(form, "form");
        conditions = List.copyOf(conditions);
        Objects.requireNonNull(guidance, "guidance");
        Objects.requireNonNull(posteriorSeed, "posteriorSeed");
        Objects.requireNonNull(colorFix, "colorFix");
        Objects.requireNonNull(arithmetic, "arithmetic");
        Objects.requireNonNull(tileSize, "tileSize");
        Objects.requireNonNull(memoryBudgetBytes, "memoryBudgetBytes");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(cancellation, "cancellation");
    }

    /** Returns how many predictions the denoiser makes at one time. */
    int predictions() {
        return guidance.isPresent() ? 2 : 1;
    }

    /** Returns the same request with the denoiser's further inputs. */
    public RunRequest withConditions(List<Tensor> inputs) {
        return new RunRequest(
                sizes,
                tilings,
                form,
                inputs,
                guidance,
                posteriorSeed,
                colorFix,
                arithmetic,
                tileSize,
                memoryBudgetBytes,
                listener,
                cancellation);
    }
}
