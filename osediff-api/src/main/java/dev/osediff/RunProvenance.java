package dev.osediff;

import dev.osediff.backend.CompileSpec;
import dev.osediff.color.ColorFix;
import dev.osediff.pipeline.RunReport;
import dev.osediff.pipeline.SizePlan;
import dev.osediff.prompt.PromptExtractor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the provenance of one run. */
final class RunProvenance {
    private RunProvenance() {}

    static Provenance of(
            ResolverModel model,
            RequestedEngines.Chosen engines,
            UpscaleOptions options,
            SizePlan sizes,
            PromptConditions.Result conditions,
            RunReport report) {
        CompileSpec spec = engines.standard().spec();
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("inputSize", sizes.input().toString());
        asked.put("workingSize", sizes.working().toString());
        asked.put("outputSize", sizes.output().toString());
        asked.put("sizeRule", options.sizeRule().name().toLowerCase(Locale.ROOT));
        asked.put("colorFix", colorFix(model, options).name().toLowerCase(Locale.ROOT));
        asked.put("rounding", rounding(model, options).name().toLowerCase(Locale.ROOT));
        asked.put("posterior", options.posterior().name().toLowerCase(Locale.ROOT));
        options.vaeTiling()
                .ifPresent(tiling -> asked.put("vaeTiling", tiling.name().toLowerCase(Locale.ROOT)));
        if (!options.networkTiles().equals(NetworkTiles.REFERENCE)) {
            asked.put("networkTiles", options.networkTiles().toString());
        }
        asked.put("weights", model.networks().residency().name().toLowerCase(Locale.ROOT));
        asked.put("prompt", conditions.prompt());
        if (options.promptExtractor() != PromptExtractor.none()) {
            asked.put("promptBy", conditions.by());
            asked.put("promptWords", options.prompt());
        }
        if (options.guidanceScale() > 1) {
            asked.put("guidanceScale", Double.toString(options.guidanceScale()));
            asked.put("negativePrompt", options.negativePrompt());
        }
        asked.put("backendReason", engines.reason());
        return new Provenance(
                model.name(),
                model.sha256(),
                engines.names(),
                spec.device().toString(),
                spec.precision().name().toLowerCase(Locale.ROOT),
                spec.threads(),
                options.seed(),
                asked,
                report.tilePlans(),
                milliseconds(conditions, report),
                warnings(model, options, sizes, conditions.warnings(), report));
    }

    private static Map<String, Double> milliseconds(PromptConditions.Result conditions, RunReport report) {
        if (conditions.milliseconds() == 0) {
            return report.milliseconds();
        }
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("prompt", conditions.milliseconds());
        all.putAll(report.milliseconds());
        return all;
    }

    static ColorFix colorFix(ResolverModel model, UpscaleOptions options) {
        return options.colorFix().orElse(model.colorFix());
    }

    static Rounding rounding(ResolverModel model, UpscaleOptions options) {
        return options.rounding().orElse(model.rounding());
    }

    private static List<String> warnings(
            ResolverModel model,
            UpscaleOptions options,
            SizePlan sizes,
            List<String> conditionWarnings,
            RunReport report) {
        List<String> warnings = new ArrayList<>(conditionWarnings);
        warnings.addAll(model.tiles().warnings(options));
        warnings.addAll(report.warnings());
        if (sizes.output().width() > sizes.working().width()
                || sizes.output().height() > sizes.working().height()) {
            warnings.add("The model enlarges at most " + model.networks().maxScale() + " times: it worked at "
                    + sizes.working() + ", and Lanczos resampling did the rest.");
        }
        return warnings;
    }
}
