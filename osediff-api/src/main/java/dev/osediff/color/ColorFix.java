package dev.osediff.color;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;

/**
 * How the colours of a result are brought back to those of its source. Works on each channel alone, so grey pictures are
 * welcome; deterministic; defined for every size from 1 × 1 and for constant planes. Thread-safe.
 */
public enum ColorFix {
    /** Each channel gets the source's mean and standard deviation; see {@link AdaIn}. */
    ADAIN {
        @Override
        FloatImage fix(FloatImage result, FloatImage source) {
            return AdaIn.apply(result, source);
        }
    },
    /** Each channel gets the source's low frequencies; see {@link Wavelet}. */
    WAVELET {
        @Override
        FloatImage fix(FloatImage result, FloatImage source) {
            return Wavelet.apply(result, source);
        }
    },
    /** Colours stay as the network made them; samples are not clamped. */
    NONE {
        @Override
        FloatImage fix(FloatImage result, FloatImage source) {
            return result;
        }
    };

    /**
     * Fixes colours in float; equal to {@code apply(result, source, ColorFixPrecision.FLOAT)}.
     *
     * @throws InvalidImageException if the pictures differ in size or number of channels
     */
    public final FloatImage apply(FloatImage result, FloatImage source) {
        return apply(result, source, ColorFixPrecision.FLOAT);
    }

    /**
     * Fixes colours.
     *
     * @param result what the network made, samples 0 to 1; not modified
     * @param source the low-quality picture enlarged to the result's size, samples 0 to 1; not modified
     * @return a new picture with samples clamped to 0 to 1; for {@link #NONE} in float, {@code result} itself
     * @throws InvalidImageException if the pictures differ in size or number of channels
     */
    public final FloatImage apply(FloatImage result, FloatImage source, ColorFixPrecision precision) {
        if (result.width() != source.width()
                || result.height() != source.height()
                || result.channels() != source.channels()) {
            throw new InvalidImageException(new Problem(
                    "colour fix of a result of " + result,
                    "a source of " + source,
                    "equal sizes and channels",
                    "Enlarge the source to the result's size first."));
        }
        return switch (precision) {
            case FLOAT -> fix(result, source);
            case REFERENCE_8_BIT -> EightBit.truncate(fix(EightBit.truncate(result), EightBit.round(source)));
        };
    }

    abstract FloatImage fix(FloatImage result, FloatImage source);
}
