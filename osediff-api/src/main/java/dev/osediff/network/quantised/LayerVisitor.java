package dev.osediff.network.quantised;

/** Stands in for the convolutions and linear layers of a network: looks at them, or computes them in another way. */
@FunctionalInterface
public interface LayerVisitor {
    /** Returns the layer's result, {@link Layer#result()} or another of its shape. */
    <T> T visit(Layer<T> layer);
}
