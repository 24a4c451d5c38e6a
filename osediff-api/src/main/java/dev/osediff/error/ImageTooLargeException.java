package dev.osediff.error;

/** A picture, asked for or found, exceeds the pixel limit; nothing was decoded or allocated for it. */
public class ImageTooLargeException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ImageTooLargeException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public ImageTooLargeException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
