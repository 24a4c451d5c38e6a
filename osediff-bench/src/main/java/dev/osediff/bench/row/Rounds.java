package dev.osediff.bench.row;

import dev.osediff.bench.result.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures rows in rounds: all rows once, then all again, so that a machine that slows down for a while does not burden one row
 * alone and shows in every row's error. Serves one thread.
 */
public final class Rounds {
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final List<String> javaOptions;
    private final Duration budget;

    /** Hears of each row that was measured. */
    public interface Listener {
        /**
         * A row was measured.
         *
         * @param ofRow its measures of all rounds so far
         * @param isLast whether no further round is planned for it
         */
        void measured(Row row, List<Measure> ofRow, boolean isLast);
    }

    /** Sets options of the measured virtual machines. */
    public Rounds(List<String> javaOptions) {
        this(javaOptions, UNLIMITED);
    }

    /** Also sets a time: a round that would not end within it, taking as long as the one before, is not begun. */
    public Rounds(List<String> javaOptions, Duration budget) {
        this.javaOptions = List.copyOf(javaOptions);
        this.budget = budget;
    }

    /** Returns what was measured so far, in the order of the rows. */
    public List<Measure> measures() {
        return List.copyOf(measures.values());
    }

    /**
     * Measures; stops after an interrupt, without the row that it met. A row without any figure in a round is left out of the later
     * ones.
     *
     * @return the rounds that were made
     */
    public int run(List<? extends Row> rows, int rounds, Listener listener) {
        List<Row> left = new ArrayList<>(rows);
        long start = System.nanoTime();
        long before = start;
        for (int round = 1; round <= rounds; round++) {
            for (Row row : List.copyOf(left)) {
                List<Measure> measured = row.run(javaOptions);
                if (Thread.currentThread().isInterrupted()) {
                    return round - 1;
                }
                boolean hasFigures = measured.stream().anyMatch(Measure::isMeasured);
                if (!hasFigures) {
                    left.remove(row);
                }
                measured.forEach(measure -> measures.merge(measure.key(), measure, Measure::and));
                listener.measured(row, ofRow(row), round == rounds || !hasFigures);
            }
            long now = System.nanoTime();
            if (now - start + (now - before) > budget.toNanos()) {
                return round;
            }
            before = now;
        }
        return rounds;
    }

    private List<Measure> ofRow(Row row) {
        return measures.values().stream()
                .filter(measure ->
                        measure.group().equals(row.group()) && measure.subject().equals(row.subject()))
                .toList();
    }
}
