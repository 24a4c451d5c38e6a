package dev.osediff.pipeline;

/** Recognises an exhausted Java heap behind what an engine throws. */
final class OutOfMemory {
    private static final int DEEPEST_CAUSE = 16;

    private OutOfMemory() {}

    /** Tells whether the failure or one of its causes is an {@link OutOfMemoryError}. */
    static boolean causes(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
