package dev.osediff.pipeline;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;

/** A network's output is not a number somewhere. */
final class NonFiniteOutput extends BackendException {
    private static final long serialVersionUID = 1L;

    NonFiniteOutput(Problem problem) {
        super(problem);
    }
}
