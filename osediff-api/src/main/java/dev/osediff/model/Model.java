package dev.osediff.model;

import dev.osediff.network.quantised.QuantisationTable;
import java.util.Map;

/** A model that is ready to be put on an engine. Thread-safe. */
public sealed interface Model extends AutoCloseable permits RrdbModel, SmallModel, StableDiffusionModel {
    /** Returns its name, for people and provenance. */
    String name();

    /** Returns the SHA-256 of its weights, 64 lower-case hexadecimal digits. */
    String sha256();

    /**
     * Returns what tells this model's networks from all others, 64 lower-case hexadecimal digits: a digest of weights and of
     * whatever else decides the computation.
     */
    String identity();

    /**
     * Returns the layers that can compute in 8 bits, by the name of their network; empty for a model that was not quantised.
     */
    default Map<String, QuantisationTable> quantisation() {
        return Map.of();
    }

    /** Lets its files go; nothing can be read from it afterwards. */
    @Override
    void close();
}
