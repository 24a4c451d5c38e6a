package dev.osediff.backend;

import java.util.Objects;

/**
 * A model file, opened: a network from pictures [1, 3, h, w] in [0, 1] to [1, 3, s·h, s·w].
 *
 * @param name of the model
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 * @param scale s, 1 to 8
 * @param alignment h and w are multiples of it
 * @param network ready to run; its owner closes it
 */
public record OpenedModelFile(String name, String sha256, int scale, int alignment, CompiledNetwork network) {
    private static final int MOST_SCALE = 8;
    private static final int MOST_ALIGNMENT = 256;

    /** Refuses null and numbers out of range. */
    public OpenedModelFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(network, "network");
        if (scale < 1 || scale > MOST_SCALE || alignment < 1 || alignment > MOST_ALIGNMENT) {
            throw new IllegalArgumentException("scale is 1 to " + MOST_SCALE + " and alignment 1 to " + MOST_ALIGNMENT
                    + ", found " + scale + " and " + alignment);
        }
    }
}
