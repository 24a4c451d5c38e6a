package dev.osediff.error;

/** A result could not be written; the target is unchanged. */
public class OutputException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public OutputException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public OutputException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
