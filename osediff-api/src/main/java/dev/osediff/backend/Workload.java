package dev.osediff.backend;

import java.util.Objects;

/**
 * What an engine is to be chosen for.
 *
 * @param device where to run
 * @param precision arithmetic of the large products
 * @param gigaMacs multiply-adds of one picture, in units of 10⁹
 */
public record Workload(Device device, Precision precision, double gigaMacs) {
    /** Work below which a network is small: its maps have few channels, and engines reach other rates. */
    private static final double SMALL_GIGA_MACS = 100;

    /** Tells whether the work is that of a small network, such as the embedded model's. */
    public boolean isSmall() {
        return gigaMacs < SMALL_GIGA_MACS;
    }

    /** Refuses null and negative work. */
    public Workload {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
        if (!(gigaMacs >= 0)) {
            throw new IllegalArgumentException("work must be at least 0, found " + gigaMacs);
        }
    }
}
