package dev.osediff.error;

/** No prompt could be made of a picture: a tagger, a sidecar text or a vision-language model failed, or took too long. */
public final class PromptException extends OsediffException {
    private static final long serialVersionUID = 1L;

    public PromptException(Problem problem) {
        super(problem);
    }

    public PromptException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
