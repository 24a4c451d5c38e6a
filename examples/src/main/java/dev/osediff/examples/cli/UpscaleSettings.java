package dev.osediff.examples.cli;

import dev.osediff.Posterior;
import dev.osediff.Rounding;
import dev.osediff.SizeRule;
import dev.osediff.UpscaleOptions;
import dev.osediff.VaeTiling;
import dev.osediff.color.ColorFix;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of one {@code upscale} call, name for name. */
final class UpscaleSettings {
    @Option(
            names = {"-s", "--scale"},
            paramLabel = "FACTOR",
            description = "Enlargement of each side, above 1 and at most 8. Default: the model's, 4 if embedded.")
    private Double scale;

    @Option(names = "--width", paramLabel = "PX", description = "Exact output width; alone, the form is kept.")
    private Integer width;

    @Option(names = "--height", paramLabel = "PX", description = "Exact output height; alone, the form is kept.")
    private Integer height;

    @Option(
            names = "--color-fix",
            paramLabel = "METHOD",
            converter = ColorFixName.class,
            description = "How colours are brought back to the input's: adain (default), wavelet or none.")
    private ColorFix colorFix;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Longest time for one picture. Default: any.")
    private Long timeout;

    @Option(names = "--prompt", description = "Text that guides a model with a text encoder.")
    private String prompt;

    @Option(
            names = "--posterior",
            description = "${COMPLETION-CANDIDATES}: what is taken of the encoder's distribution. Default: MEAN; SAMPLE"
                    + " draws from --seed.")
    private Posterior posterior;

    @Option(
            names = "--rounding",
            description =
                    "${COMPLETION-CANDIDATES}: one rounding at the end, or those of the reference script. Default:"
                            + " the model's.")
    private Rounding rounding;

    @Option(names = "--seed", description = "Seed of all noise. Default: 42.")
    private Long seed;

    @Option(
            names = "--tile",
            paramLabel = "PX",
            description = "Longest tile side in output pixels. Default: by memory.")
    private Integer tile;

    @Option(
            names = "--vae-tiling",
            description =
                    "${COMPLETION-CANDIDATES}: how tiles of a published model's autoencoder work together, on large"
                            + " pictures. Default: INDEPENDENT; EXACT equals the whole picture and takes more memory.")
    private VaeTiling vaeTiling;

    @Option(
            names = "--memory-budget",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "Java heap that a run may take, for example 512m or 2g. Default: what is free.")
    private Long memoryBudget;

    @Option(
            names = "--process-size",
            paramLabel = "PX",
            description = "Least short side the network works at, 0 for none. Default: the model's.")
    private Integer processSize;

    @Option(
            names = "--size-rule",
            description = "${COMPLETION-CANDIDATES}: round(scale x side), or the reference script's own rounding."
                    + " Default: EXACT.")
    private SizeRule sizeRule;

    /** Returns the scale asked for, or null. */
    Double scale() {
        return scale;
    }

    /** Returns the colour fix asked for, or null. */
    ColorFix colorFix() {
        return colorFix;
    }

    /** Returns the working size asked for, or null. */
    Integer processSize() {
        return processSize;
    }

    /** Returns the tile size asked for, or null. */
    Integer tile() {
        return tile;
    }

    /** Returns the memory budget asked for in bytes, or null. */
    Long memoryBudget() {
        return memoryBudget;
    }

    /**
     * Collects what was given; what was not keeps the API's defaults.
     *
     * @throws dev.osediff.error.InvalidOptionException if a value is out of range or two contradict each other
     */
    UpscaleOptions.Builder toBuilder() {
        UpscaleOptions.Builder builder = UpscaleOptions.builder();
        if (scale != null) {
            builder.scale(scale);
        }
        if (width != null) {
            builder.width(width);
        }
        if (height != null) {
            builder.height(height);
        }
        if (colorFix != null) {
            builder.colorFix(colorFix);
        }
        if (prompt != null) {
            builder.prompt(prompt);
        }
        if (posterior != null) {
            builder.posterior(posterior);
        }
        if (rounding != null) {
            builder.rounding(rounding);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        if (tile != null) {
            builder.tileSize(tile);
        }
        if (vaeTiling != null) {
            builder.vaeTiling(vaeTiling);
        }
        if (memoryBudget != null) {
            builder.memoryBudgetBytes(memoryBudget);
        }
        if (processSize != null) {
            builder.processSize(processSize);
        }
        if (sizeRule != null) {
            builder.sizeRule(sizeRule);
        }
        if (timeout != null) {
            builder.timeout(Duration.ofSeconds(timeout));
        }
        return builder;
    }
}
