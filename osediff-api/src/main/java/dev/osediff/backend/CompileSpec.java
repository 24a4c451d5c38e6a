package dev.osediff.backend;

import java.util.Objects;

/**
 * What a caller asks of a backend.
 *
 * @param device where to run; the backend refuses what it has not
 * @param precision arithmetic of the large products; the backend refuses what it has not
 * @param threads worker threads for one call, at least 1
 */
public record CompileSpec(Device device, Precision precision, int threads) {
    /** Refuses null and fewer than one thread. */
    public CompileSpec {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
    }
}
