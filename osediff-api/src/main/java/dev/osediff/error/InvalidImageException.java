package dev.osediff.error;

/** A picture is null, empty, damaged, or in a form that cannot be read. */
public class InvalidImageException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public InvalidImageException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public InvalidImageException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
