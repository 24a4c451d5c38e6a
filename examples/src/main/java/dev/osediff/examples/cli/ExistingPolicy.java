package dev.osediff.examples.cli;

/** What happens to an output file that is there already. */
enum ExistingPolicy {
    /** Replaced, in one step, once the new one is complete. */
    REPLACE,
    /** Kept, and its input is not read. */
    SKIP,
    /** Kept, and its input counts as failed. */
    FAIL
}
