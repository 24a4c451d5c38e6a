package dev.osediff.ort.writer;

import java.util.Optional;

/** A value of a graph: its name, its shape, and what it is if it is constant. Immutable. */
public final class Value {
    private final String name;
    private final int[] shape;
    private final Constant constant;

    private Value(String name, int[] shape, Constant constant) {
        this.name = name;
        this.shape = shape.clone();
        this.constant = constant;
    }

    /** Returns a value that a node or a caller makes. */
    static Value of(String name, int... shape) {
        return new Value(name, shape, null);
    }

    /** Returns a constant. */
    public static Value of(Constant constant) {
        return new Value(constant.name(), constant.shape(), constant);
    }

    /** Returns the name in the graph. */
    public String name() {
        return name;
    }

    /** Returns the constant, if it is one. */
    Optional<Constant> constant() {
        return Optional.ofNullable(constant);
    }

    int[] shape() {
        return shape.clone();
    }

    int dim(int axis) {
        return shape[axis];
    }

    int rank() {
        return shape.length;
    }
}
