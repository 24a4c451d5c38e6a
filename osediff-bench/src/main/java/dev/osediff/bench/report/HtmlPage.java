package dev.osediff.bench.report;

import dev.osediff.bench.machine.Machine;
import dev.osediff.bench.machine.Peaks;
import dev.osediff.bench.report.Charts.Bar;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import dev.osediff.bench.result.Samples;
import dev.osediff.bench.stages.PublishedSteps;
import dev.osediff.bench.stages.StageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes figures as one HTML page that needs nothing else: no scripts, no network; tables scroll on narrow screens. */
final class HtmlPage {
    private static final double GIGA = 1e9;
    private static final Set<String> NO_STAGE = Set.of("whole", "prepare");
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>OSEDiff for Java: figures</title>
            <style>
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:0 1rem;color:#222;background:#fff}
            img{max-width:100%;height:auto}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;font-size:.9rem}
            td,th{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
            td:first-child,th:first-child{text-align:left}
            td.note{text-align:left;white-space:normal}
            pre{overflow-x:auto;background:#f4f4f4;padding:.6rem;font-size:.8rem}
            </style></head><body>
            <h1>OSEDiff for Java: figures</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final ResultFile file;

    private HtmlPage(ResultFile file) {
        this.file = file;
    }

    /** Returns the page. */
    static String of(ResultFile file) {
        return new HtmlPage(file).write();
    }

    private String write() {
        machine();
        List<Measure> stages = group(StageRow.STAGES);
        if (stages.stream().anyMatch(Measure::isMeasured)) {
            section("Stages");
            chart(Charts.stacked("Seconds per picture", "seconds, median", stageBars(stages)), "Seconds per stage");
        }
        table(stages);
        List<Measure> steps = group(StageRow.STEPS);
        if (steps.stream().anyMatch(Measure::isMeasured)) {
            section("What one step buys");
            chart(Charts.logarithmic("Seconds per picture by denoiser runs", "seconds", stepBars(steps)), "Steps");
            paragraph("Published: 512 × 512 pixels on an A100, table 2 of arXiv 2406.08177; not measured here.");
        }
        table(steps);
        section("The machine's peaks");
        table(group(Peaks.GROUP));
        section("Raw figures");
        page.append("<details><summary>JSON</summary><pre>")
                .append(escape(file.toJson()))
                .append("</pre></details>\n");
        return page.append("</body></html>\n").toString();
    }

    private void machine() {
        Machine machine = file.machine();
        paragraph("Measured " + file.when() + " on " + machine.processor() + ", " + machine.processors()
                + " processors (" + machine.features() + "), "
                + String.format(Locale.ROOT, "%.1f GB", machine.memoryBytes() / GIGA) + ", " + machine.system()
                + ", Java " + machine.java() + ".");
        page.append("<pre>java -jar benchmarks.jar ")
                .append(escape(String.join(" ", file.command())))
                .append("</pre>\n");
        paragraph("Times are medians; the interval is the median's at 95 % (the whole range below six runs).");
    }

    private List<Measure> group(String group) {
        return file.measures().stream()
                .filter(measure -> measure.group().equals(group))
                .toList();
    }

    private static List<Bar> stageBars(List<Measure> stages) {
        return stages.stream()
                .filter(measure -> measure.isMeasured() && !NO_STAGE.contains(measure.item()))
                .map(measure -> new Bar(
                        measure.item(), measure.subject(), measure.samples().median()))
                .toList();
    }

    private static List<Bar> stepBars(List<Measure> steps) {
        List<Bar> bars = new ArrayList<>();
        for (Measure measure : steps) {
            if (measure.isMeasured() && !NO_STAGE.contains(measure.item())) {
                bars.add(new Bar(
                        "measured here",
                        measure.subject() + ": " + measure.item(),
                        measure.samples().median()));
            }
        }
        PublishedSteps.TABLE.forEach(method -> bars.add(
                new Bar("published, A100", method.method() + ": " + method.steps() + " steps", method.seconds())));
        return bars;
    }

    private void table(List<Measure> measures) {
        if (measures.isEmpty()) {
            return;
        }
        page.append("<div class=\"wide\"><table><tr><th>what</th><th>item</th><th>seconds</th><th>interval</th>")
                .append("<th>runs</th><th>rate</th><th>peak GB</th></tr>\n");
        measures.forEach(this::row);
        page.append("</table></div>\n");
    }

    private void row(Measure measure) {
        page.append("<tr><td>")
                .append(escape(measure.subject()))
                .append("</td><td>")
                .append(escape(measure.item()));
        if (!measure.isMeasured()) {
            page.append("</td><td colspan=\"5\" class=\"note\">not measured: ")
                    .append(escape(measure.note()))
                    .append("</td></tr>\n");
            return;
        }
        Samples samples = measure.samples();
        String unit = measure.workUnit().equals(Measure.GMAC) ? "GFLOP/s" : measure.workUnit() + "/s";
        String rate = measure.rate() > 0 ? String.format(Locale.ROOT, "%.1f %s", measure.rate(), unit) : "";
        String peak = measure.peakBytes() > 0 ? String.format(Locale.ROOT, "%.2f", measure.peakBytes() / GIGA) : "";
        page.append(String.format(
                Locale.ROOT,
                "</td><td>%.4f</td><td>%.4f to %.4f</td><td>%d</td><td>%s</td><td>%s</td></tr>%n",
                samples.median(),
                samples.low(),
                samples.high(),
                samples.values().size(),
                escape(rate),
                peak));
    }

    private void section(String title) {
        page.append("<h2>").append(escape(title)).append("</h2>\n");
    }

    private void paragraph(String text) {
        page.append("<p>").append(escape(text)).append("</p>\n");
    }

    private void chart(String picture, String alternative) {
        page.append("<p><img alt=\"")
                .append(alternative)
                .append("\" src=\"")
                .append(picture)
                .append("\"></p>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
