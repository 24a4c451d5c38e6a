package dev.osediff.network.quantised;

/** How levels are chosen from what was seen; see docs/quantisation.md for what each is worth. */
public enum LevelChoice {
    /** From the least to the greatest value. */
    WHOLE_RANGE,
    /** Without the smallest and the largest 1 in {@value Histogram#CUT_ONE_IN} values. */
    PERCENTILE,
    /** The range whose levels make the least squared error, found by search. */
    LEAST_ERROR;

    Quantisation of(Histogram histogram) {
        return switch (this) {
            case WHOLE_RANGE -> histogram.wholeRange();
            case PERCENTILE -> histogram.withoutTails();
            case LEAST_ERROR -> histogram.best();
        };
    }
}
