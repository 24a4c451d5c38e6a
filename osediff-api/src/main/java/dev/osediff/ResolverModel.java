package dev.osediff;

import dev.osediff.color.ColorFix;
import dev.osediff.pipeline.Conditioner;
import dev.osediff.pipeline.PipelineModel;

/**
 * A model as a resolver needs it.
 *
 * @param networks what the pipeline runs
 * @param tiles how options cut its stages
 * @param conditioner what becomes of prompts
 * @param name for provenance
 * @param sha256 of its weights
 * @param scale where no size is asked for
 * @param processSize default working size in output pixels, 0 for none
 * @param rounding default
 * @param colorFix default
 * @param resources closed with the resolver
 */
record ResolverModel(
        PipelineModel networks,
        ModelTiles tiles,
        Conditioner conditioner,
        String name,
        String sha256,
        double scale,
        int processSize,
        Rounding rounding,
        ColorFix colorFix,
        Runnable resources) {}
