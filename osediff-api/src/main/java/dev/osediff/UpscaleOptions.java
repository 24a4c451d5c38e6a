package dev.osediff;

import dev.osediff.color.ColorFix;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.prompt.PromptExtractor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one {@code upscale} call is asked to do. Immutable and thread-safe; made by {@link #builder()}, changed by
 * {@link #toBuilder()}. Every setter refuses values out of range, and {@link Builder#build()} refuses options that
 * contradict each other, with {@link InvalidOptionException} naming both values.
 */
public final class UpscaleOptions {
    /** Largest scale, and largest ratio of an exact side to the picture's. */
    public static final double MAX_SCALE = 8;

    /** Largest working size in pixels. */
    public static final int MAX_PROCESS_SIZE = 16_384;

    /** Seed where none is given: the reference script's. */
    public static final long DEFAULT_SEED = 42;

    private static final UpscaleOptions DEFAULTS = new Builder().build();

    private final Builder values;

    private UpscaleOptions(Builder values) {
        this.values = values;
    }

    /** Returns the options of {@code upscale(image)}: the model's scale, AdaIN colour fix, automatic tiles. */
    public static UpscaleOptions defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from these options. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Returns the scale asked for; empty means the model's own, or that width or height is given. */
    public OptionalDouble scale() {
        return values.scale == null ? OptionalDouble.empty() : OptionalDouble.of(values.scale);
    }

    /** Returns the exact width asked for; if only the height is given, the width follows the picture's form. */
    public OptionalInt width() {
        return optional(values.width);
    }

    /** Returns the exact height asked for; if only the width is given, the height follows the picture's form. */
    public OptionalInt height() {
        return optional(values.height);
    }

    /** Returns how the size follows from the scale. */
    public SizeRule sizeRule() {
        return values.sizeRule;
    }

    /** Returns the colour fix; empty for the model's own. */
    public Optional<ColorFix> colorFix() {
        return Optional.ofNullable(values.colorFix);
    }

    /** Returns the prompt; empty for none. */
    public String prompt() {
        return values.prompt;
    }

    /** Returns who makes the prompt of a picture; the user's words, {@link #prompt()}, go into it. */
    public PromptExtractor promptExtractor() {
        return values.promptExtractor;
    }

    /** Returns what happens where no prompt can be made. */
    public PromptFallback promptFallback() {
        return values.promptFallback;
    }

    /** Returns the longest time that making a prompt may take. */
    public Duration promptTimeLimit() {
        return values.promptTimeLimit;
    }

    /** Returns the text that the result is guided away from; empty for none. */
    public String negativePrompt() {
        return values.negativePrompt;
    }

    /** Returns the scale of classifier-free guidance; 1 for none. */
    public double guidanceScale() {
        return values.guidanceScale;
    }

    /** Returns what is taken of the encoder's distribution. */
    public Posterior posterior() {
        return values.posterior;
    }

    /** Returns the roundings asked for; empty for the model's own. */
    public Optional<Rounding> rounding() {
        return Optional.ofNullable(values.rounding);
    }

    /** Returns the seed of all noise. */
    public long seed() {
        return values.seed;
    }

    /** Returns the longest side of a tile in output pixels; empty means by memory. */
    public OptionalInt tileSize() {
        return optional(values.tileSize);
    }

    /** Returns how tiles of a published model's autoencoder work together; empty means the model's own way. */
    public Optional<VaeTiling> vaeTiling() {
        return Optional.ofNullable(values.vaeTiling);
    }

    /** Returns the sides of the tiles of a published model's networks. */
    public NetworkTiles networkTiles() {
        return values.networkTiles;
    }

    /** Returns the bytes that the run may take on the Java heap; empty means what is free. */
    public OptionalLong memoryBudgetBytes() {
        return values.memoryBudgetBytes == null ? OptionalLong.empty() : OptionalLong.of(values.memoryBudgetBytes);
    }

    /** Returns the least short side, in output pixels, that the network works at; 0 for none, empty for the model's own. */
    public OptionalInt processSize() {
        return optional(values.processSize);
    }

    /** Returns who hears of progress. */
    public ProgressListener progress() {
        return values.progress;
    }

    /** Returns the token that cancels the run, if one is given; an interrupt of the calling thread always does. */
    public Optional<CancellationToken> cancellation() {
        return Optional.ofNullable(values.cancellation);
    }

    /** Returns the longest time that a call may take; empty for any. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(values.timeout);
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Collects options. Not thread-safe; may be used again after {@link #build()}. */
    public static final class Builder {
        private static final int MOST_TIMEOUT_DAYS = 30;
        private static final int MOST_GUIDANCE = 20;

        private Double scale;
        private Integer width;
        private Integer height;
        private SizeRule sizeRule = SizeRule.EXACT;
        private ColorFix colorFix;
        private String prompt = "";
        private PromptExtractor promptExtractor = PromptExtractor.none();
        private PromptFallback promptFallback = PromptFallback.FAIL;
        private Duration promptTimeLimit = Duration.ofMinutes(2);
        private String negativePrompt = "";
        private double guidanceScale = 1;
        private Posterior posterior = Posterior.MEAN;
        private Rounding rounding;
        private long seed = DEFAULT_SEED;
        private Integer tileSize;
        private VaeTiling vaeTiling;
        private NetworkTiles networkTiles = NetworkTiles.REFERENCE;
        private Long memoryBudgetBytes;
        private Integer processSize;
        private ProgressListener progress = ProgressListener.NONE;
        private CancellationToken cancellation;
        private Duration timeout;

        private Builder() {}

        private Builder(Builder other) {
            scale = other.scale;
            width = other.width;
            height = other.height;
            sizeRule = other.sizeRule;
            colorFix = other.colorFix;
            prompt = other.prompt;
            promptExtractor = other.promptExtractor;
            promptFallback = other.promptFallback;
            promptTimeLimit = other.promptTimeLimit;
            negativePrompt = other.negativePrompt;
            guidanceScale = other.guidanceScale;
            posterior = other.posterior;
            rounding = other.rounding;
            seed = other.seed;
            tileSize = other.tileSize;
            vaeTiling = other.vaeTiling;
            networkTiles = other.networkTiles;
            memoryBudgetBytes = other.memoryBudgetBytes;
            processSize = other.processSize;
            progress = other.progress;
            cancellation = other.cancellation;
            timeout = other.timeout;
        }

        /**
         * Asks for output sides of round(scale · side). Not together with a width or height.
         *
         * @param value above 1 and at most {@link #MAX_SCALE}
         */
        public Builder scale(double value) {
            if (!(value > 1 && value <= MAX_SCALE)) {
                throw invalid("scale", Double.toString(value), "above 1 and at most " + MAX_SCALE);
            }
            scale = value;
            return this;
        }

        /**
         * Asks for an exact width; without a height the picture keeps its form. Not together with a scale.
         *
         * @param pixels at least 1; at most {@link #MAX_SCALE} times the picture's width
         */
        public Builder width(int pixels) {
            width = atLeast("width", pixels, 1);
            return this;
        }

        /**
         * Asks for an exact height; without a width the picture keeps its form. Not together with a scale.
         *
         * @param pixels at least 1; at most {@link #MAX_SCALE} times the picture's height
         */
        public Builder height(int pixels) {
            height = atLeast("height", pixels, 1);
            return this;
        }

        /** Asks for an exact width and height, whatever the picture's form. */
        public Builder size(int widthPixels, int heightPixels) {
            return width(widthPixels).height(heightPixels);
        }

        /** Sets how the size follows from the scale; default {@link SizeRule#EXACT}. */
        public Builder sizeRule(SizeRule value) {
            sizeRule = present("size rule", value);
            return this;
        }

        /**
         * Sets the colour fix; default the model's: {@link ColorFix#ADAIN} for those of OSEDiff's form, {@link ColorFix#NONE} for those
         * of one part.
         */
        public Builder colorFix(ColorFix value) {
            colorFix = present("colour fix", value);
            return this;
        }

        /** Sets the prompt; a model without a text encoder ignores it and says so in the result's warnings. */
        public Builder prompt(String value) {
            prompt = present("prompt", value);
            return this;
        }

        /**
         * Sets who makes the prompt of a picture; default nobody: the prompt is what {@link #prompt(String)} says. A model without
         * a text encoder ignores it and says so in the result's warnings.
         */
        public Builder promptExtractor(PromptExtractor value) {
            promptExtractor = present("prompt extractor", value);
            return this;
        }

        /** Sets what happens where no prompt can be made; default {@link PromptFallback#FAIL}. */
        public Builder promptFallback(PromptFallback value) {
            promptFallback = present("prompt fallback", value);
            return this;
        }

        /** Sets the longest time that making a prompt may take, more than 0 and at most a day; default two minutes. */
        public Builder promptTimeLimit(Duration value) {
            present("prompt time limit", value);
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw invalid("prompt time limit", value.toString(), "more than 0 and at most a day");
            }
            promptTimeLimit = value;
            return this;
        }

        /** Sets the text that the result is guided away from; only with a guidance scale above 1. */
        public Builder negativePrompt(String value) {
            negativePrompt = present("negative prompt", value);
            return this;
        }

        /**
         * Sets the scale of classifier-free guidance (arXiv 2207.12598), 1 to {@value #MOST_GUIDANCE}; default 1, as in the
         * reference: none. Above 1 the denoiser predicts for the prompt and for the negative prompt in one batch. A model without a
         * text encoder ignores it and says so in the result's warnings.
         */
        public Builder guidanceScale(double value) {
            if (!(value >= 1 && value <= MOST_GUIDANCE)) {
                throw invalid("guidance scale", Double.toString(value), "1 to " + MOST_GUIDANCE);
            }
            guidanceScale = value;
            return this;
        }

        /** Sets what is taken of the encoder's distribution; default {@link Posterior#MEAN}. */
        public Builder posterior(Posterior value) {
            posterior = present("posterior", value);
            return this;
        }

        /** Sets the roundings; the default is the model's own: the reference's for published models, else to nearest. */
        public Builder rounding(Rounding value) {
            rounding = present("rounding", value);
            return this;
        }

        /** Sets the seed of all noise; any number. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the longest side of a tile, margins included, in output pixels. Not together with a memory budget. The
         * model sets the least: a smaller one is refused by {@code upscale}, which names it.
         */
        public Builder tileSize(int pixels) {
            tileSize = atLeast("tile size", pixels, 1);
            return this;
        }

        /**
         * Sets how tiles of a published model's autoencoder work together, on pictures larger than it reads whole; default
         * {@link VaeTiling#INDEPENDENT}. Models whose tiles are exact ignore it and say so in the result's warnings.
         */
        public Builder vaeTiling(VaeTiling value) {
            vaeTiling = present("VAE tiling", value);
            return this;
        }

        /**
         * Sets the sides of the tiles of a published model's networks one by one; default the reference's. Not together with
         * a tile size. Models whose tiles are exact ignore them and say so in the result's warnings.
         */
        public Builder networkTiles(NetworkTiles value) {
            networkTiles = present("tiles of single networks", value);
            return this;
        }

        /**
         * Sets the bytes that the run may take on the Java heap, the result's picture included and the model's weights
         * not. Not together with a tile size.
         */
        public Builder memoryBudgetBytes(long bytes) {
            if (bytes < 1) {
                throw invalid("memory budget", bytes + " bytes", "at least 1 byte");
            }
            memoryBudgetBytes = bytes;
            return this;
        }

        /**
         * Sets the least short side that the network works at: a smaller output is computed larger and then reduced.
         *
         * @param pixels in output pixels, 0 (off) to {@link #MAX_PROCESS_SIZE}; the default is the model's own
         */
        public Builder processSize(int pixels) {
            if (pixels < 0 || pixels > MAX_PROCESS_SIZE) {
                throw invalid("process size", pixels + " pixels", "0 to " + MAX_PROCESS_SIZE + " pixels");
            }
            processSize = pixels;
            return this;
        }

        /** Sets who hears of progress; default nobody. */
        public Builder progress(ProgressListener value) {
            progress = present("progress listener", value);
            return this;
        }

        /** Sets the token that cancels the run. */
        public Builder cancellation(CancellationToken value) {
            cancellation = present("cancellation token", value);
            return this;
        }

        /**
         * Sets the longest time that a call may take, reading and writing of files not included; a run that is not done by then is
         * cancelled, as by a token. More than 0 and at most {@value #MOST_TIMEOUT_DAYS} days; default any time.
         */
        public Builder timeout(Duration value) {
            present("timeout", value);
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(MOST_TIMEOUT_DAYS)) > 0) {
                throw invalid("timeout", value.toString(), "more than 0 and at most " + MOST_TIMEOUT_DAYS + " days");
            }
            timeout = value;
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws InvalidOptionException if two options contradict each other
         */
        public UpscaleOptions build() {
            String size = (width == null ? "" : "width " + width)
                    + (width != null && height != null ? " and " : "")
                    + (height == null ? "" : "height " + height);
            if (scale != null && !size.isEmpty()) {
                throw conflict("size of the output", "scale " + scale + " together with " + size);
            }
            if (sizeRule == SizeRule.REFERENCE && !size.isEmpty()) {
                throw conflict("size of the output", "size rule REFERENCE together with " + size);
            }
            if (tileSize != null && memoryBudgetBytes != null) {
                throw conflict(
                        "tiles",
                        "tile size " + tileSize + " together with memory budget " + memoryBudgetBytes + " bytes");
            }
            if (tileSize != null && !networkTiles.equals(NetworkTiles.REFERENCE)) {
                throw conflict(
                        "tiles", "tile size " + tileSize + " together with tiles of single networks: " + networkTiles);
            }
            if (!negativePrompt.isEmpty() && guidanceScale == 1) {
                throw invalid("negative prompt", "guidance scale 1, which has none", "a guidance scale above 1");
            }
            return new UpscaleOptions(new Builder(this));
        }

        private static int atLeast(String what, int pixels, int least) {
            if (pixels < least) {
                throw invalid(what, pixels + " pixels", "at least " + least + " pixel");
            }
            return pixels;
        }

        private static <T> T present(String what, T value) {
            if (Objects.isNull(value)) {
                throw invalid(what, "null", "a value; leave the option out for its default");
            }
            return value;
        }

        private static InvalidOptionException invalid(String asked, String found, String limit) {
            return new InvalidOptionException(new Problem(asked, found, limit, "Use a value in that range."));
        }

        private static InvalidOptionException conflict(String asked, String found) {
            return new InvalidOptionException(new Problem(asked, found, "one of the two", "Leave one of them out."));
        }
    }
}
