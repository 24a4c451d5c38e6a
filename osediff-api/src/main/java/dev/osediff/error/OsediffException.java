package dev.osediff.error;

/**
 * Root of all exceptions that this library throws on purpose. Unchecked. Each one carries the four parts of a
 * {@link Problem}; its message is {@link Problem#text()}.
 */
public class OsediffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Creates an exception whose message is the problem's text. */
    public OsediffException(Problem problem) {
        this(problem, null);
    }

    /** Creates an exception with the failure that led to it. */
    public OsediffException(Problem problem, Throwable cause) {
        super(problem.text(), cause);
        this.problem = problem;
    }

    /** Returns the four parts; after Java serialization the text survives and the parts are empty. */
    public Problem problem() {
        return problem != null ? problem : new Problem(getMessage(), "", "", "");
    }
}
