package dev.osediff.metrics.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The measures of one pair. Immutable.
 *
 * @param pair the pictures
 * @param values by the measure's name, in the measures' order; NaN where one could not be taken
 * @param notes why one could not be taken, by its name
 */
public record PairScores(PicturePair pair, Map<String, Double> values, Map<String, String> notes) {
    /** Copies the maps, in their order. */
    public PairScores {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }
}
