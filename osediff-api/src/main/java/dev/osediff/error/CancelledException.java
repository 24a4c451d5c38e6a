package dev.osediff.error;

/** The work was cancelled, by a token or by an interrupt; no output was produced. */
public class CancelledException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public CancelledException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public CancelledException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
