package dev.osediff.checkpoint;

/** Which names and shapes a tensor may have. */
final class TensorNames {
    /** The most tensors of one file. */
    static final int MOST_TENSORS = 65_536;

    /** The most axes of one tensor. */
    static final int MOST_AXES = 8;

    /** The most elements of one tensor: what an array holds in every JVM. */
    static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private TensorNames() {}

    /** Returns whether a name has no control character, NUL and newline among them. */
    static boolean isPrintable(String name) {
        return name.chars().noneMatch(Character::isISOControl);
    }

    /** Refuses a name that {@link #isPrintable} does not allow. */
    static void check(String name, Refusals refusals) {
        if (!isPrintable(name)) {
            throw refusals.of("tensor " + Refusals.shown(name), "a control character in its name", "printable names");
        }
    }

    /** Refuses more tensors than a file may have. */
    static void checkCount(long tensors, Refusals refusals) {
        if (tensors > MOST_TENSORS) {
            throw refusals.of("the tensors", tensors + " tensors", "at most " + MOST_TENSORS);
        }
    }
}
