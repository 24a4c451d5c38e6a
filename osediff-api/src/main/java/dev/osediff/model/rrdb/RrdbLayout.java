package dev.osediff.model.rrdb;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a file names the parameters of an RRDB network. */
public enum RrdbLayout {
    /** Real-ESRGAN's and LDL's: {@code body.0.rdb1.conv1.weight}, {@code conv_up1.weight}. */
    REAL_ESRGAN("body.0.rdb1.conv1.weight"),
    /** ESRGAN's since 2019, and BSRGAN's: {@code RRDB_trunk.0.RDB1.conv1.weight}, {@code upconv1.weight}. */
    BSRGAN("RRDB_trunk.0.RDB1.conv1.weight"),
    /** ESRGAN's of 2018, numbered: {@code model.1.sub.0.RDB1.conv1.0.weight}, {@code model.3.weight}. */
    NUMBERED("model.1.sub.0.RDB1.conv1.0.weight");

    private static final Pattern TRUNK =
            Pattern.compile("RRDB_trunk\\.(\\d{1,4})\\.RDB(\\d)\\.(conv\\d)\\.(weight|bias)");
    private static final Pattern NUMBERED_TRUNK =
            Pattern.compile("model\\.1\\.sub\\.(\\d{1,4})\\.RDB(\\d)\\.(conv\\d)\\.0\\.(weight|bias)");
    private static final Pattern NUMBERED_END = Pattern.compile("model\\.1\\.sub\\.\\d{1,4}\\.(weight|bias)");
    private static final Pattern NUMBER = Pattern.compile("model\\.(\\d{1,4})\\.(weight|bias)");
    private static final Map<String, String> PARTS = Map.of(
            "trunk_conv", "conv_body",
            "upconv1", "conv_up1",
            "upconv2", "conv_up2",
            "upconv3", "conv_up3",
            "HRconv", "conv_hr");

    private final String sign;

    RrdbLayout(String sign) {
        this.sign = sign;
    }

    /** Returns the layout of a file with these names; empty if it holds no RRDB network. */
    public static Optional<RrdbLayout> of(Set<String> names) {
        for (RrdbLayout layout : values()) {
            if (names.contains(layout.sign)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }

    /** Returns Real-ESRGAN's name of a tensor; the name itself where this layout does not know it. */
    String canonical(String name, Set<String> names) {
        return switch (this) {
            case REAL_ESRGAN -> name;
            case BSRGAN -> trunk(TRUNK, name).orElseGet(() -> part(name));
            case NUMBERED -> trunk(NUMBERED_TRUNK, name).orElseGet(() -> numbered(name, last(names)));
        };
    }

    private static Optional<String> trunk(Pattern pattern, String name) {
        Matcher match = pattern.matcher(name);
        return match.matches()
                ? Optional.of("body." + match.group(1) + ".rdb" + match.group(2) + "." + match.group(3) + "."
                        + match.group(4))
                : Optional.empty();
    }

    private static String part(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? name
                : PARTS.getOrDefault(name.substring(0, dot), name.substring(0, dot)) + name.substring(dot);
    }

    /** The number of the last convolution: first 0, trunk 1, then 3 for each doubling, and 2 more convolutions at every other place. */
    private static int last(Set<String> names) {
        return names.stream()
                .map(NUMBER::matcher)
                .filter(Matcher::matches)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElse(0);
    }

    private static String numbered(String name, int last) {
        Matcher end = NUMBERED_END.matcher(name);
        if (end.matches()) {
            return "conv_body." + end.group(1);
        }
        Matcher match = NUMBER.matcher(name);
        if (!match.matches()) {
            return name;
        }
        int number = Integer.parseInt(match.group(1));
        String part = "model." + number;
        if (number == 0) {
            part = "conv_first";
        } else if (number == last) {
            part = "conv_last";
        } else if (number == last - 2) {
            part = "conv_hr";
        } else if (number % 3 == 0) {
            part = "conv_up" + number / 3;
        }
        return part + "." + match.group(2);
    }
}
