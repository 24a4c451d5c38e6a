package dev.osediff.network;

import java.util.List;

/**
 * A network's static description and its computation, written once over {@link Ops}. Implementations are immutable
 * records of a configuration: no weights, no engine type.
 */
public interface Network {
    /** Returns the architecture's name, for profiles and error texts ("UNet2DCondition"). */
    String name();

    /** Returns the names of the inputs in the order of {@link #forward}. */
    List<String> inputNames();

    /**
     * Returns the shapes of the smallest input that the network takes, one per name of {@link #inputNames()}, with one
     * sample. They are for finding out about the network (which parameters it has, say), not for useful results.
     */
    List<int[]> exampleShapes();

    /**
     * Tells whether inputs with four axes may be larger than the examples with the same parameters. Networks that do not keep
     * one form for all sizes say {@code false}: a backend then prepares them for the examples' size.
     */
    default boolean takesLargerMaps() {
        return true;
    }

    /**
     * Computes the output.
     *
     * @param ops the operations of one implementation
     * @param weights cursor at this network's root
     * @param inputs one value per name of {@link #inputNames()}; the network's class states their shapes
     * @param <T> the implementation's value type
     */
    <T> T forward(Ops<T> ops, Weights<T> weights, List<T> inputs);
}
