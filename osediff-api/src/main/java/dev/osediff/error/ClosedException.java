package dev.osediff.error;

/** A method was called on an object that has been closed. */
public class ClosedException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ClosedException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public ClosedException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
