package dev.osediff.examples.cli;

import dev.osediff.backend.Device;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads "cpu", "cuda" or "cuda:1". */
final class DeviceName implements ITypeConverter<Device> {
    private static final Pattern FORM = Pattern.compile("(cpu|cuda)(?::(\\d{1,3}))?");

    @Override
    public Device convert(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a device; write cpu, cuda or cuda:N");
        }
        int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new Device(matcher.group(1).equals("cpu") ? Device.Kind.CPU : Device.Kind.CUDA, index);
    }
}
