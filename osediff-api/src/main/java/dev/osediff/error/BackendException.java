package dev.osediff.error;

/** A backend is absent, cannot run here, or failed while it ran. */
public class BackendException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public BackendException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public BackendException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
