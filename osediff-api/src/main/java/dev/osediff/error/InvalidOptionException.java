package dev.osediff.error;

/** An option or argument is outside its range, or two of them contradict each other. */
public class InvalidOptionException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public InvalidOptionException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public InvalidOptionException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
