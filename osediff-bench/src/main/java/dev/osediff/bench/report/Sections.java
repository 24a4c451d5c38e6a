package dev.osediff.bench.report;

import dev.osediff.bench.machine.Peaks;
import dev.osediff.bench.pictures.LinearFit;
import dev.osediff.bench.pictures.PictureRow;
import dev.osediff.bench.pictures.PictureTable;
import dev.osediff.bench.report.BarChart.Bar;
import dev.osediff.bench.report.LineChart.Point;
import dev.osediff.bench.report.Section.Chart;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.stages.PublishedSteps;
import dev.osediff.bench.stages.StageRow;
import dev.osediff.bench.startup.StartupRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Sorts figures into the parts of a report and draws their charts. */
final class Sections {
    private static final double GIGA = 1e9;

    /** Items of a row that are no stage of a picture's way. */
    private static final Set<String> NO_STAGE = Set.of("whole", "prepare", "text");

    private final List<Measure> measures;

    private Sections(List<Measure> measures) {
        this.measures = measures;
    }

    /** Returns the parts that have rows. */
    static List<Section> of(List<Measure> measures) {
        Sections sections = new Sections(measures);
        return List.of(
                        sections.stages(),
                        sections.steps(),
                        sections.scaling(),
                        sections.plain("Tiles", PictureRow.TILING),
                        sections.throughput(),
                        sections.startup(),
                        sections.plain("The machine's peaks", Peaks.GROUP))
                .stream()
                .filter(section -> !section.measures().isEmpty())
                .toList();
    }

    private List<Measure> group(String group) {
        return measures.stream()
                .filter(measure -> measure.group().equals(group))
                .toList();
    }

    private List<Measure> measured(String group) {
        return group(group).stream().filter(Measure::isMeasured).toList();
    }

    private static List<Chart> chart(List<Measure> measured, String alternative, Supplier<String> uri) {
        return measured.isEmpty() ? List.of() : List.of(new Chart(alternative, uri.get()));
    }

    private Section plain(String title, String group) {
        return new Section(title, List.of(), List.of(), group(group));
    }

    private Section stages() {
        List<Bar> bars = measured(StageRow.STAGES).stream()
                .filter(measure -> !NO_STAGE.contains(measure.item()))
                .map(measure -> bar(measure.item(), measure.subject(), measure))
                .toList();
        return new Section(
                "Stages",
                chart(
                        measured(StageRow.STAGES),
                        "Seconds per stage",
                        () -> BarChart.stacked("Seconds per picture", "seconds, median", bars)),
                List.of(
                        "direct: the one network of a GAN. text: the text encoder, once per prompt, not part of the whole."),
                group(StageRow.STAGES));
    }

    private static Bar bar(String series, String label, Measure measure) {
        return new Bar(series, label, measure.samples().median());
    }

    /** A GAN's whole stands beside: what the same picture takes without diffusion. */
    private Section steps() {
        List<Bar> bars = new ArrayList<>();
        for (Measure measure : measured(StageRow.STEPS)) {
            if (!NO_STAGE.contains(measure.item())) {
                bars.add(bar("measured here", measure.subject() + ": " + measure.item(), measure));
            }
        }
        for (Measure measure : measured(StageRow.STAGES)) {
            if (measure.item().equals("direct")) {
                bars.add(bar("GAN, measured here", measure.subject(), measure));
            }
        }
        PublishedSteps.TABLE.forEach(method -> bars.add(
                new Bar("published, A100", method.method() + ": " + method.steps() + " steps", method.seconds())));
        return new Section(
                "What one step buys",
                chart(
                        measured(StageRow.STEPS),
                        "Seconds by steps",
                        () -> BarChart.logarithmic("Seconds per picture by denoiser runs", "seconds", bars)),
                List.of("Published: 512 × 512 pixels on an A100, table 2 of arXiv 2406.08177; not measured here."),
                group(StageRow.STEPS));
    }

    private Section scaling() {
        List<Measure> measured = measured(PictureRow.SCALING);
        List<Chart> charts = new ArrayList<>();
        charts.addAll(chart(
                measured,
                "Seconds by pixels",
                () -> lines(measured, "Seconds", "seconds", m -> m.samples().median())));
        charts.addAll(chart(
                measured,
                "Memory by pixels",
                () -> lines(measured, "Peak memory", "GB", m -> Math.max(m.peakBytes(), 1e6) / GIGA)));
        return new Section("From small to large", charts, LinearFit.lines(measured), group(PictureRow.SCALING));
    }

    private static String lines(List<Measure> measured, String title, String axis, ToDoubleFunction<Measure> value) {
        List<Point> points = new ArrayList<>();
        PictureTable.byEngine(measured)
                .forEach((engine, rows) ->
                        rows.forEach(row -> points.add(new Point(engine, row.work(), value.applyAsDouble(row)))));
        return LineChart.of(title + " by size of the result", "megapixels", axis, points);
    }

    private Section throughput() {
        List<Bar> bars = measured(PictureRow.THROUGHPUT).stream()
                .map(measure -> new Bar("megapixels per second", measure.subject(), measure.rate()))
                .toList();
        return new Section(
                "Several callers",
                chart(
                        measured(PictureRow.THROUGHPUT),
                        "Throughput by callers",
                        () -> BarChart.grouped("Megapixels per second by callers of one resolver", "MP/s", bars)),
                List.of("Seconds are those of all callers' pictures together."),
                group(PictureRow.THROUGHPUT));
    }

    private Section startup() {
        List<Bar> bars = measured(StartupRow.GROUP).stream()
                .map(measure -> bar(measure.item(), measure.subject(), measure))
                .toList();
        return new Section(
                "From process start to the first picture",
                chart(
                        measured(StartupRow.GROUP),
                        "Seconds to the first picture",
                        () -> BarChart.grouped("Process start to the first picture", "seconds, median", bars)),
                List.of(
                        "64 × 64 to 256 × 256 pixels. cold: nothing kept by the engine yet; warm: kept by an earlier process."),
                group(StartupRow.GROUP));
    }
}
