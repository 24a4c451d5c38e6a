package dev.osediff.backend;

import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.Objects;

/**
 * A backend and what is asked of it.
 *
 * @param backend compiles and runs networks
 * @param spec device, precision, threads, cache
 */
public record Engine(Backend backend, CompileSpec spec) {
    /** Refuses null. */
    public Engine {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(spec, "spec");
    }

    /**
     * Prepares one of a model's networks; errors as {@link Backend#compile}.
     *
     * @param part tells the model's networks apart in a cache
     * @param quantisation its layers that can compute in 8 bits
     */
    public CompiledNetwork compile(String part, Network network, TensorSource weights, QuantisationTable quantisation) {
        return backend.compile(network, weights, spec.forPart(part, quantisation));
    }

    /** Returns the same engine in another precision. */
    public Engine in(Precision precision) {
        return new Engine(
                backend, new CompileSpec(spec.device(), precision, spec.threads(), spec.cache(), spec.quantisation()));
    }

    /** Returns the memory that weights take, as a multiple of their float32 bytes. */
    public double weightFactor() {
        return backend.weightFactor(spec.precision());
    }

    /** Tells whether the backend has a precision on this device. */
    public boolean has(Precision precision) {
        return backend.precisions(spec.device()).contains(precision);
    }

    /** Returns "ort on cpu in fp32". */
    @Override
    public String toString() {
        return backend.name() + " on " + spec.device() + " in "
                + spec.precision().name().toLowerCase(java.util.Locale.ROOT);
    }
}
