package dev.osediff.examples.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "512m" or "1.5g" as bytes and prints bytes for people; k, m, g are powers of 1024. */
final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?");
    private static final String UNITS = "kmgt";

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size; write a number and k, m or g, for example 512m or 2g");
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        return Math.round(Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    /** Returns "1.5 GiB". */
    static String text(long bytes) {
        double value = bytes;
        String unit = "B";
        for (int i = 0; i < UNITS.length() && value >= 1024; i++) {
            value /= 1024;
            unit = Character.toUpperCase(UNITS.charAt(i)) + "iB";
        }
        return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
    }
}
