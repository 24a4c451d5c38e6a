package dev.osediff.examples.cli;

import dev.osediff.color.ColorFix;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "adain", "wavelet" or "none"; "nofix" is the reference script's word for none. */
final class ColorFixName implements ITypeConverter<ColorFix> {
    @Override
    public ColorFix convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "adain" -> ColorFix.ADAIN;
            case "wavelet" -> ColorFix.WAVELET;
            case "none", "nofix" -> ColorFix.NONE;
            default ->
                throw new TypeConversionException("'" + text + "' is not a colour fix; write adain, wavelet or none");
        };
    }
}
