package dev.osediff;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.pipeline.DirectModel;
import dev.osediff.pipeline.Size;
import dev.osediff.pipeline.SizePlan;

/** Turns options and a model's defaults into a size plan. */
final class RequestedSizes {
    private RequestedSizes() {}

    private static void requireReference(ResolverModel model) {
        if (model.networks() instanceof DirectModel) {
            throw new InvalidOptionException(new Problem(
                    "size rule REFERENCE",
                    "model " + model.name() + ", which enlarges in one part",
                    "a model of OSEDiff's form, whose reference script has that rule",
                    "Use the size rule EXACT."));
        }
    }

    static SizePlan plan(Size input, UpscaleOptions options, ResolverModel model) {
        double scale = options.scale().orElse(model.scale());
        int processSize = options.processSize().orElse(model.processSize());
        if (options.sizeRule() == SizeRule.REFERENCE) {
            requireReference(model);
            return SizePlan.reference(input, scale, processSize);
        }
        Size output;
        if (options.width().isPresent() && options.height().isPresent()) {
            output =
                    SizePlan.output(options.width().getAsInt(), options.height().getAsInt());
        } else if (options.width().isPresent()) {
            output = SizePlan.ofWidth(input, options.width().getAsInt());
        } else if (options.height().isPresent()) {
            output = SizePlan.ofHeight(input, options.height().getAsInt());
        } else {
            output = SizePlan.scaled(input, scale);
        }
        return model.networks().plan(input, output, UpscaleOptions.MAX_SCALE, processSize);
    }
}
