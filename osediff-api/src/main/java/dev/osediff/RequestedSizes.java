package dev.osediff;

import dev.osediff.pipeline.Size;
import dev.osediff.pipeline.SizePlan;

/** Turns options and a model's defaults into a size plan. */
final class RequestedSizes {
    private RequestedSizes() {}

    static SizePlan plan(Size input, UpscaleOptions options, ResolverModel model) {
        double scale = options.scale().orElse(model.scale());
        int processSize = options.processSize().orElse(model.processSize());
        if (options.sizeRule() == SizeRule.REFERENCE) {
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
        return SizePlan.exact(input, output, model.latent().maxScale(), UpscaleOptions.MAX_SCALE, processSize);
    }
}
