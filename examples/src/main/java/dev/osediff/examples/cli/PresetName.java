package dev.osediff.examples.cli;

import dev.osediff.degradation.DegradationPreset;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "evaluation-mild" as {@link DegradationPreset#EVALUATION_MILD}. */
final class PresetName implements ITypeConverter<DegradationPreset> {
    @Override
    public DegradationPreset convert(String text) {
        for (DegradationPreset preset : DegradationPreset.values()) {
            if (text(preset).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return preset;
            }
        }
        throw new TypeConversionException("'" + text + "' is not a preset; there are "
                + Stream.of(DegradationPreset.values()).map(PresetName::text).collect(Collectors.joining(", ")));
    }

    static String text(DegradationPreset preset) {
        return preset.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
