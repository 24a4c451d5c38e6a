package dev.osediff.pipeline;

import java.util.Locale;

/** Names of stages in reports. */
final class StageNames {
    private StageNames() {}

    /** Returns the lower-case name. */
    static String of(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
