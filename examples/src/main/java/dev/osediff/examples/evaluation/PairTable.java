package dev.osediff.examples.evaluation;

import dev.osediff.metrics.ConfidenceInterval;
import dev.osediff.metrics.evaluation.PairEvaluation;
import dev.osediff.metrics.evaluation.PairScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An evaluation of pairs as text and as CSV.
 *
 * @param evaluation its scores
 */
public record PairTable(PairEvaluation evaluation) {
    private static final String NAME = "%-28s";
    private static final String CELL = " %18s";
    private static final int MOST_NAME = 28;

    /** Returns the columns' names. */
    public String title() {
        return line("picture", evaluation.columns(), column -> column);
    }

    /** Returns one pair as a line. */
    public String line(PairScores scores) {
        return line(
                scores.pair().name(),
                evaluation.columns(),
                column -> number(scores.values().get(column), 4));
    }

    /** Returns the means over pairs, the ends of their 95 % intervals, the numbers of values, and the measures of all. */
    public List<String> means() {
        List<String> lines = new ArrayList<>();
        lines.add(means("mean", interval -> number(interval.mean(), 4)));
        lines.add(means("95 % from", interval -> number(interval.low(), 4)));
        lines.add(means("95 % to", interval -> number(interval.high(), 4)));
        lines.add(means("values", interval -> Integer.toString(interval.count())));
        evaluation.ofAll().forEach((name, value) -> lines.add(name + " " + number(value, 4)));
        return lines;
    }

    private String means(String name, Function<ConfidenceInterval, String> cell) {
        return line(name, evaluation.columns(), column -> {
            Optional<ConfidenceInterval> mean = evaluation.mean(column);
            return mean.map(cell).orElse("-");
        });
    }

    private static String line(String name, List<String> columns, Function<String, String> cell) {
        String cells = columns.stream()
                .map(column -> String.format(Locale.ROOT, CELL, cell.apply(column)))
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, NAME, name.substring(0, Math.min(MOST_NAME, name.length()))) + cells;
    }

    /** Returns a title, one row per pair, and a row of means with those of the intervals' ends; numbers with a point. */
    public List<String> csv() {
        List<String> columns = evaluation.columns();
        List<String> lines = new ArrayList<>();
        lines.add("name,truth,picture," + String.join(",", columns));
        for (PairScores scores : evaluation.scores()) {
            lines.add(quoted(scores.pair().name()) + ","
                    + quoted(scores.pair().truth().toString()) + ","
                    + quoted(scores.pair().picture().toString()) + ","
                    + columns.stream()
                            .map(column -> number(scores.values().get(column), 6))
                            .collect(Collectors.joining(",")));
        }
        lines.add(csvMeans("mean", ConfidenceInterval::mean));
        lines.add(csvMeans("low95", ConfidenceInterval::low));
        lines.add(csvMeans("high95", ConfidenceInterval::high));
        return lines;
    }

    private String csvMeans(String name, Function<ConfidenceInterval, Double> value) {
        return name + ",,,"
                + evaluation.columns().stream()
                        .map(column -> evaluation
                                .mean(column)
                                .map(interval -> number(value.apply(interval), 6))
                                .orElse(""))
                        .collect(Collectors.joining(","));
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
