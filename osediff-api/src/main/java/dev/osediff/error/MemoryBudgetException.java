package dev.osediff.error;

/** The work does not fit the memory that was allowed or that is there. */
public class MemoryBudgetException extends OsediffException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public MemoryBudgetException(Problem problem) {
        super(problem);
    }

    /** Creates the exception with the failure that led to it. */
    public MemoryBudgetException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
