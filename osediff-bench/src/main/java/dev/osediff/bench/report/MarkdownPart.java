package dev.osediff.bench.report;

import dev.osediff.bench.machine.Roofline;
import dev.osediff.bench.result.Measure;
import dev.osediff.bench.result.ResultFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes figures as a part of a Markdown page: when, where, with what, and a table per section, a line per subject. */
final class MarkdownPart {
    private static final double GIGA = 1e9;

    private final StringBuilder text = new StringBuilder();

    private final Roofline roofline;

    private MarkdownPart(Roofline roofline) {
        this.roofline = roofline;
    }

    /** Returns the text; ends with a line break. */
    static String of(ResultFile file) {
        MarkdownPart part = new MarkdownPart(new Roofline(file.measures()));
        part.paragraph(FigureText.origin(file));
        part.paragraph(FigureText.engines(file));
        part.text.append("```\n").append(FigureText.command(file)).append("\n```\n\n");
        part.paragraph(FigureText.legend()
                + " The interval stands in brackets; rates are two operations per counted multiply-add.");
        Sections.of(file.measures()).forEach(part::section);
        return part.text.toString().stripTrailing() + "\n";
    }

    private void section(Section section) {
        text.append("### ").append(section.title()).append("\n\n");
        Map<String, Map<String, Measure>> rows = new LinkedHashMap<>();
        section.measures().stream().filter(Measure::isMeasured).forEach(measure -> rows.computeIfAbsent(
                        measure.subject(), subject -> new LinkedHashMap<>())
                .put(measure.item(), measure));
        if (!rows.isEmpty()) {
            table(rows);
        }
        section.notes().forEach(this::paragraph);
        List<String> absent = section.measures().stream()
                .filter(measure -> !measure.isMeasured())
                .map(measure -> "* " + measure.subject() + ", " + measure.item() + ": " + measure.note())
                .toList();
        if (!absent.isEmpty()) {
            paragraph("Not measured:");
            text.append(String.join("\n", absent)).append("\n\n");
        }
    }

    private void table(Map<String, Map<String, Measure>> rows) {
        List<String> items = rows.values().stream()
                .map(Map::keySet)
                .flatMap(Collection::stream)
                .distinct()
                .toList();
        List<Measure> all =
                rows.values().stream().flatMap(row -> row.values().stream()).toList();
        boolean hasRates = all.stream().anyMatch(measure -> measure.rate() > 0);
        boolean hasIdeals =
                all.stream().anyMatch(measure -> roofline.seconds(measure).isPresent());
        boolean hasPeaks = all.stream().anyMatch(measure -> measure.peakBytes() > 0);
        List<String> head = new ArrayList<>(List.of(""));
        items.forEach(item -> head.add(item + ", s"));
        if (hasRates) {
            head.add("rate");
        }
        if (hasIdeals) {
            head.add("ideal");
        }
        if (hasPeaks) {
            head.add("peak GB");
        }
        line(head);
        line(head.stream().map(name -> "---").toList());
        rows.forEach((subject, row) -> {
            List<String> cells = new ArrayList<>(List.of(subject));
            items.forEach(item -> cells.add(row.containsKey(item) ? time(row.get(item)) : ""));
            if (hasRates) {
                cells.add(main(row).rate() > 0 ? FigureText.rate(main(row)) : "");
            }
            if (hasIdeals) {
                cells.add(FigureText.ideal(main(row), roofline));
            }
            if (hasPeaks) {
                long peak = row.values().stream()
                        .mapToLong(Measure::peakBytes)
                        .max()
                        .orElse(0);
                cells.add(String.format(Locale.ROOT, "%.2f", peak / GIGA));
            }
            line(cells);
        });
        text.append("\n");
    }

    private static String time(Measure measure) {
        return FigureText.seconds(measure.samples().median()) + " ["
                + FigureText.seconds(measure.samples().low()) + ", "
                + FigureText.seconds(measure.samples().high()) + "]";
    }

    /** Returns the whole, or the first item that has a rate. */
    private static Measure main(Map<String, Measure> row) {
        return row.getOrDefault(
                "whole",
                row.values().stream()
                        .filter(each -> each.rate() > 0)
                        .findFirst()
                        .orElse(row.values().iterator().next()));
    }

    private void line(List<String> cells) {
        text.append(cells.stream().map(MarkdownPart::escape).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private void paragraph(String words) {
        text.append(words).append("\n\n");
    }

    private static String escape(String cell) {
        return cell.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}
