package dev.osediff.examples.cli;

/** What the command line returns to its shell. */
final class ExitCode {
    /** Everything that was asked for is done. */
    static final int OK = 0;

    /** At least one input failed; the others are done. */
    static final int FAILED = 1;

    /** The options are wrong or contradict each other; nothing was done. */
    static final int USAGE = 2;

    /** Cancelled by Ctrl-C: 128 plus the signal's number, as shells expect. */
    static final int CANCELLED = 130;

    private ExitCode() {}
}
