package dev.osediff;

import dev.osediff.color.ColorFixPrecision;
import dev.osediff.pipeline.RunRequest;
import dev.osediff.pipeline.SizePlan;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Turns options and a picture's form into what the pipeline is asked; the prompt's conditions come later.
 *
 * @param model decides defaults
 * @param budgetBytes what the resolver leaves to each run, if it has a budget
 */
record RequestedRuns(ResolverModel model, OptionalLong budgetBytes) {
    private static final RunRequest.Form COLOUR = new RunRequest.Form(3, 0, Integer.BYTES);

    /** Returns the request of a picture. */
    RunRequest of(BufferedImage image, UpscaleOptions options, SizePlan sizes, RunCancellation cancellation) {
        return of(options, sizes, form(image), arithmetic(image, options), cancellation);
    }

    /** Returns the request of a picture of 8-bit colour. */
    RunRequest ofColour(UpscaleOptions options, SizePlan sizes, RunCancellation cancellation) {
        return of(options, sizes, COLOUR, ColorFixPrecision.REFERENCE_8_BIT, cancellation);
    }

    private RunRequest of(
            UpscaleOptions options,
            SizePlan sizes,
            RunRequest.Form form,
            ColorFixPrecision arithmetic,
            RunCancellation cancellation) {
        ProgressListener listener = options.progress();
        return new RunRequest(
                sizes,
                model.tiles().of(options),
                form,
                List.of(),
                guidance(options),
                options.posterior() == Posterior.SAMPLE ? OptionalLong.of(options.seed()) : OptionalLong.empty(),
                RunProvenance.colorFix(model, options),
                arithmetic,
                options.tileSize(),
                budget(options),
                (stage, done, total, fraction) -> listener.onProgress(new Progress(stage, done, total, fraction)),
                cancellation);
    }

    private OptionalDouble guidance(UpscaleOptions options) {
        boolean guided = options.guidanceScale() > 1 && model.conditioner().readsText();
        return guided ? OptionalDouble.of(options.guidanceScale()) : OptionalDouble.empty();
    }

    /** The smaller of what the call and the resolver allow. */
    private OptionalLong budget(UpscaleOptions options) {
        return LongStream.concat(options.memoryBudgetBytes().stream(), budgetBytes.stream())
                .min();
    }

    private ColorFixPrecision arithmetic(BufferedImage image, UpscaleOptions options) {
        boolean deep = image.getColorModel().getComponentSize(0) > Byte.SIZE;
        boolean reference = RunProvenance.rounding(model, options) == Rounding.REFERENCE;
        return reference && !deep ? ColorFixPrecision.REFERENCE_8_BIT : ColorFixPrecision.FLOAT;
    }

    private static RunRequest.Form form(BufferedImage image) {
        boolean grey =
                image.getRaster().getNumBands() <= 2 && image.getColorModel().getNumColorComponents() == 1;
        int colour = grey ? 1 : 3;
        int alpha = image.getColorModel().hasAlpha() ? 1 : 0;
        boolean deep = image.getColorModel().getComponentSize(0) > Byte.SIZE;
        int bytes = deep ? Short.BYTES * (colour + alpha) : Math.max(1, grey && alpha == 0 ? 1 : Integer.BYTES);
        return new RunRequest.Form(colour, alpha, bytes);
    }
}
