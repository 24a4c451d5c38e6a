package dev.osediff.examples.cli;

import dev.osediff.Forecast;
import dev.osediff.pipeline.StageForecast;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;

/** Prints what {@code --dry-run} found out. */
final class ForecastText {
    private ForecastText() {}

    static String of(Path input, Forecast forecast) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add(String.format(
                Locale.ROOT,
                "%s  %s to %s, network at %s: about %.1f s, %s of memory",
                input,
                forecast.inputSize(),
                forecast.outputSize(),
                forecast.workingSize(),
                forecast.seconds(),
                ByteSize.text(forecast.memoryBytes())));
        for (StageForecast stage : forecast.stages()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-8s %.2f s a tile%s, about %.1f s, %s; %s",
                    stage.stage(),
                    stage.tileSeconds(),
                    stage.loadSeconds() > 0
                            ? String.format(Locale.ROOT, " after %.2f s of reading", stage.loadSeconds())
                            : "",
                    stage.seconds(),
                    ByteSize.text(stage.memoryBytes()),
                    stage.plan()));
        }
        return lines.toString();
    }
}
