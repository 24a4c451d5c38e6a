package dev.osediff.error;

/** A training run cannot go on: an input, a loss or a gradient is not finite. */
public class TrainingException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public TrainingException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public TrainingException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
