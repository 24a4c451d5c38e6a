package dev.osediff.backend;

import dev.osediff.error.BackendException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.Set;
import java.util.TreeSet;

/**
 * An engine that runs networks; found with {@link java.util.ServiceLoader}. It knows nothing of super-resolution: a new
 * network runs on every backend the day it is written. Implementations are stateless and thread-safe, and their
 * constructors load no native code.
 */
public interface Backend {
    /** Returns the name users select it by: lower case, no spaces ("java", "djl"). */
    String name();

    /**
     * Returns how long it takes, for automatic choice, from measurements of its author; loads no native code. The default is
     * {@link Speed#UNKNOWN}.
     *
     * @param work device and precision are among those that it has
     */
    default Speed speed(Workload work) {
        return Speed.UNKNOWN;
    }

    /** Tells whether it can run here and why not; never throws, may load native code. */
    Availability availability();

    /** Tells whether weights and activations lie on the Java heap; elsewhere they are native memory. */
    default boolean usesJavaHeap() {
        return false;
    }

    /**
     * Returns the memory that activations really take, as a multiple of what is alive from an operation's result to its last
     * use: scratch, gaps, and what an engine frees later than it could.
     */
    default double activationFactor() {
        return 1.5;
    }

    /**
     * Returns the memory that weights take in a precision, as a multiple of their float32 bytes: less where they are narrower,
     * more where an engine lays them out for its algorithms. The default is 1.
     */
    default double weightFactor(Precision precision) {
        return 1;
    }

    /** Returns the precisions that {@link #compile} accepts on the device. */
    Set<Precision> precisions(Device device);

    /**
     * Throws unless {@link #precisions} has what is asked; for implementations of {@link #compile}.
     *
     * @throws BackendException naming what is asked and what there is
     */
    default void requireSupported(CompileSpec spec) {
        Set<Precision> offered = precisions(spec.device());
        if (!offered.contains(spec.precision())) {
            String limit = offered.isEmpty() ? "another device" : new TreeSet<>(offered) + " on " + spec.device();
            throw new BackendException(new Problem(
                    "backend " + name() + " on " + spec.device() + " in " + spec.precision(),
                    "not supported",
                    limit,
                    "Choose another device, precision or backend; the doctor command lists what is there."));
        }
    }

    /**
     * Prepares a network. All weights are read here.
     *
     * @throws dev.osediff.error.ModelException if a tensor is missing or has another shape
     * @throws dev.osediff.error.BackendException if the backend cannot run here, or not on that device or precision
     */
    CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec);
}
