package dev.osediff.model;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Seeded random parameters of any size, made when they are asked for and scaled as in trained networks: a product's weight
 * has the deviation 1 / √(terms of one sum), gains are near 1, biases near 0. A value depends on the seed and its tensor's
 * name alone. Thread-safe.
 */
final class RandomTensors implements TensorSource {
    private static final float SMALL = 0.05f;

    private final Map<String, int[]> shapes = new TreeMap<>();
    private final long seed;

    RandomTensors(long seed, Network... networks) {
        this.seed = seed;
        for (Network network : networks) {
            shapes.putAll(ParameterShapes.of(network, Set.of()));
        }
    }

    @Override
    public Set<String> names() {
        return shapes.keySet();
    }

    @Override
    public int[] shape(String name) {
        return shapes.get(name).clone();
    }

    @Override
    public Tensor load(String name) {
        int[] shape = shape(name);
        boolean isVector = shape.length == 1;
        double fanIn = Tensor.elements(shape) / (double) shape[0];
        Tensor values = normal(seed, name, isVector ? SMALL : 1 / Math.sqrt(fanIn), shape);
        if (isVector && name.endsWith("weight")) {
            for (int i = 0; i < values.data().length; i++) {
                values.data()[i] += 1;
            }
        }
        return values;
    }

    /** Returns normal numbers that depend on seed and name. */
    static Tensor normal(long seed, String name, double deviation, int... shape) {
        Tensor values = Tensor.zeros(shape);
        new SeededRandom(SeededRandom.derive(seed, name.hashCode())).fillGaussian(values.data(), (float) deviation);
        return values;
    }

    @Override
    public String origin() {
        return "random parameters";
    }
}
