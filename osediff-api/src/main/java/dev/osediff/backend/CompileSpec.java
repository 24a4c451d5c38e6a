package dev.osediff.backend;

import dev.osediff.network.quantised.QuantisationTable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller asks of a backend.
 *
 * @param device where to run; the backend refuses what it has not
 * @param precision arithmetic of the large products; the backend refuses what it has not
 * @param threads worker threads for one call, at least 1
 * @param cache where compiled networks may be kept; empty for nowhere
 * @param quantisation the layers that compute in 8 bits where the precision is {@link Precision#INT8}
 */
public record CompileSpec(
        Device device, Precision precision, int threads, Optional<CompileCache> cache, QuantisationTable quantisation) {
    /** Refuses null and fewer than one thread. */
    public CompileSpec {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(quantisation, "quantisation");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
    }

    /** Asks for no cache and no 8-bit layers. */
    public CompileSpec(Device device, Precision precision, int threads) {
        this(device, precision, threads, Optional.empty(), QuantisationTable.NONE);
    }

    /** Returns the same with a cache. */
    public CompileSpec withCache(CompileCache place) {
        return new CompileSpec(device, precision, threads, Optional.of(place), quantisation);
    }

    /** Returns the same for one of a model's networks: its name joins the cache's key. */
    public CompileSpec forPart(String name, QuantisationTable layers) {
        return new CompileSpec(device, precision, threads, cache.map(place -> place.forPart(name)), layers);
    }
}
