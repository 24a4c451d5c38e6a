package dev.osediff.examples.cli;

import dev.osediff.NetworkTiles;
import dev.osediff.UpscaleOptions;
import dev.osediff.backend.Precision;
import dev.osediff.color.ColorFix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options of the OSEDiff reference script, so that its users' command lines work. Each one either takes effect or says in
 * a warning why it does not; one that says what another option says too is refused.
 */
final class ReferenceOptions {
    /** Picture pixels per latent pixel of the model that the reference script runs. */
    private static final int PIXELS_PER_LATENT = 8;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--upscale", hidden = true)
    private Double upscale;

    @Option(names = "--align_method", hidden = true, converter = ColorFixName.class)
    private ColorFix alignMethod;

    @Option(names = "--process_size", hidden = true)
    private Integer processSize;

    @Option(names = "--latent_tiled_size", hidden = true)
    private Integer latentTile;

    @Option(names = "--latent_tiled_overlap", hidden = true)
    private Integer latentOverlap;

    @Option(names = "--vae_decoder_tiled_size", hidden = true)
    private Integer decoderTile;

    @Option(names = "--vae_encoder_tiled_size", hidden = true)
    private Integer encoderTile;

    @Option(names = "--pretrained_model_name_or_path", hidden = true)
    private String pretrainedModel;

    @Option(names = "--osediff_path", hidden = true)
    private Path osediffPath;

    @Option(names = "--ram_path", hidden = true)
    private String ramPath;

    @Option(names = "--ram_ft_path", hidden = true)
    private String ramFineTunedPath;

    @Option(names = "--save_prompts", hidden = true, arity = "0..1", fallbackValue = "True")
    private String savePrompts;

    @Option(names = "--merge_and_unload_lora", hidden = true, arity = "0..1", fallbackValue = "True")
    private String mergeLora;

    @Option(names = "--mixed_precision", hidden = true)
    private Precision mixedPrecision;

    /** Applies what has a meaning whatever the model, checks the rest of what was given and warns of what has no effect. */
    void apply(UpscaleOptions.Builder options, UpscaleSettings settings, EngineOptions engine, Messages messages) {
        applySettings(options, settings);
        checkTiles(settings);
        applyModel(engine);
        applyPrecision(engine, messages);
        warnings().forEach(messages::warning);
    }

    private void applySettings(UpscaleOptions.Builder options, UpscaleSettings settings) {
        refuseTwo("--upscale", upscale, "--scale", settings.scale());
        refuseTwo("--align_method", alignMethod, "--color-fix", settings.colorFix());
        refuseTwo("--process_size", processSize, "--process-size", settings.processSize());
        if (upscale != null) {
            options.scale(upscale);
        }
        if (alignMethod != null) {
            options.colorFix(alignMethod);
        }
        if (processSize != null) {
            options.processSize(processSize);
        }
    }

    /**
     * Applies the sides of tiles: to each network of a published model, as in the reference script. Where tiles are exact
     * anyway the denoiser's becomes the tile size, and warnings say why the others have no effect.
     *
     * @throws dev.osediff.error.InvalidOptionException if a side is out of range
     */
    void applyTiles(UpscaleOptions.Builder options, boolean tilesAreExact, Messages messages) {
        if (tilesAreExact) {
            applyTileSize(options, messages);
        } else {
            options.networkTiles(new NetworkTiles(
                    optional(encoderTile), optional(decoderTile), optional(latentTile), optional(latentOverlap)));
        }
    }

    private void applyTileSize(UpscaleOptions.Builder options, Messages messages) {
        if (latentTile != null) {
            options.tileSize(latentTile * PIXELS_PER_LATENT);
            messages.warning("--latent_tiled_size " + latentTile + " is taken as --tile "
                    + latentTile * PIXELS_PER_LATENT + ": " + PIXELS_PER_LATENT
                    + " output pixels for each latent pixel of the reference model.");
        }
        List<String> warnings = new ArrayList<>();
        String tiles = "tiles follow from --tile or --memory-budget, and their overlap from what the network sees.";
        add(warnings, "--latent_tiled_overlap", latentOverlap, tiles);
        add(warnings, "--vae_decoder_tiled_size", decoderTile, tiles);
        add(warnings, "--vae_encoder_tiled_size", encoderTile, tiles);
        warnings.forEach(messages::warning);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private void checkTiles(UpscaleSettings settings) {
        refuseTwo("--latent_tiled_overlap", latentOverlap, "--tile", settings.tile());
        refuseTwo("--vae_decoder_tiled_size", decoderTile, "--tile", settings.tile());
        refuseTwo("--vae_encoder_tiled_size", encoderTile, "--tile", settings.tile());
        if (latentTile == null) {
            return;
        }
        refuseTwo("--latent_tiled_size", latentTile, "--tile", settings.tile());
        refuseTwo("--latent_tiled_size", latentTile, "--memory-budget", settings.memoryBudget());
        if (latentTile < 1 || latentTile > UpscaleOptions.MAX_PROCESS_SIZE) {
            throw usage("--latent_tiled_size " + latentTile + " is not in 1 to " + UpscaleOptions.MAX_PROCESS_SIZE);
        }
    }

    private void applyModel(EngineOptions engine) {
        refuseTwo("--pretrained_model_name_or_path", pretrainedModel, "--model", engine.model());
        refuseTwo("--osediff_path", osediffPath, "--osediff", engine.osediff());
        if (osediffPath != null && pretrainedModel == null && engine.model() == null) {
            throw usage("--osediff_path " + osediffPath
                    + " needs --pretrained_model_name_or_path with the base model's folder");
        }
        engine.choose(pretrainedModel, osediffPath);
    }

    private void applyPrecision(EngineOptions engine, Messages messages) {
        if (mixedPrecision == null) {
            return;
        }
        if (engine.precision() != null && engine.precision() != mixedPrecision) {
            refuseTwo("--mixed_precision", mixedPrecision, "--precision", engine.precision());
        }
        if (engine.precision() == null && mixedPrecision != Precision.FP32) {
            messages.warning("--mixed_precision " + mixedPrecision + " is a wish: the backend's own precision is used."
                    + " --precision " + mixedPrecision + " insists on it.");
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String tagger = "a tagger is imported once, and --prompt-extractor tags --tagger FOLDER uses it.";
        add(warnings, "--ram_path", ramPath, tagger);
        add(warnings, "--ram_ft_path", ramFineTunedPath, tagger);
        add(warnings, "--save_prompts", savePrompts, "--save-prompts=FOLDER saves prompts.");
        add(warnings, "--merge_and_unload_lora", mergeLora, "adapters are always merged.");
        return warnings;
    }

    private static void add(List<String> warnings, String name, Object value, String because) {
        if (value != null) {
            warnings.add(name + " " + value + " has no effect: " + because);
        }
    }

    private void refuseTwo(String name, Object value, String otherName, Object otherValue) {
        if (value != null && otherValue != null) {
            throw usage(
                    name + " " + value + " together with " + otherName + " " + otherValue + "; leave one of them out");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
