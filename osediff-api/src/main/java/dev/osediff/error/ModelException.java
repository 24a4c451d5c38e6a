package dev.osediff.error;

/** A model or checkpoint file is damaged, incomplete, or not what its manifest says. */
public class ModelException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ModelException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public ModelException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
