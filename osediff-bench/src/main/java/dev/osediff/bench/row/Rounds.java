package dev.osediff.bench.row;

import dev.osediff.bench.result.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures rows in rounds: all rows once, then all again, so that a machine that slows down for a while does not burden one row
 * alone and shows in every row's error. Serves one thread.
 */
public final class Rounds {
    private final Map<String, Measure> measures = new LinkedHashMap<>();
    private final List<String> javaOptions;

    /** Hears of each row that was measured. */
    public interface Listener {
        /**
         * A row was measured.
         *
         * @param ofRow its measures of all rounds so far
         * @param isLast whether no further round follows for it
         */
        void measured(Row row, List<Measure> ofRow, boolean isLast);
    }

    /** Sets options of the measured virtual machines. */
    public Rounds(List<String> javaOptions) {
        this.javaOptions = List.copyOf(javaOptions);
    }

    /** Returns what was measured so far, in the order of the rows. */
    public List<Measure> measures() {
        return List.copyOf(measures.values());
    }

    /**
     * Measures; stops after an interrupt, without the row that it met. A row without any figure in a round is left out of the later
     * ones.
     */
    public void run(List<? extends Row> rows, int rounds, Listener listener) {
        List<Row> left = new ArrayList<>(rows);
        for (int round = 1; round <= rounds; round++) {
            for (Row row : List.copyOf(left)) {
                List<Measure> measured = row.run(javaOptions);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                boolean hasFigures = measured.stream().anyMatch(Measure::isMeasured);
                if (!hasFigures) {
                    left.remove(row);
                }
                measured.forEach(measure -> measures.merge(measure.key(), measure, Measure::and));
                listener.measured(row, ofRow(row), round == rounds || !hasFigures);
            }
        }
    }

    private List<Measure> ofRow(Row row) {
        return measures.values().stream()
                .filter(measure ->
                        measure.group().equals(row.group()) && measure.subject().equals(row.subject()))
                .toList();
    }
}
