package dev.osediff.bench.model;

import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Seeded random parameters of a network's real sizes, made when they are asked for, so that full-size models can be timed
 * without a file. Products' weights have the deviation 1 / √(terms of one sum), gains are near 1, biases near 0: activations keep
 * their size from layer to layer, as in trained networks. Thread-safe.
 */
public final class RandomWeights implements TensorSource {
    private static final double SMALL = 0.05;

    private final Map<String, int[]> shapes = new TreeMap<>();
    private final long seed;

    /** Lists the parameters of all the networks together; optional ones are left out. */
    public RandomWeights(long seed, Network... networks) {
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
        double deviation = isVector ? SMALL : 1 / Math.sqrt(fanIn);
        float mean = isVector && name.endsWith("weight") ? 1 : 0;
        return uniform(seed ^ name.hashCode(), mean, deviation, shape);
    }

    /** Returns uniformly distributed numbers of a mean and a standard deviation. */
    public static Tensor uniform(long seed, double mean, double deviation, int... shape) {
        Tensor values = Tensor.zeros(shape);
        float[] data = values.data();
        SplittableRandom random = new SplittableRandom(seed);
        float width = (float) (deviation * Math.sqrt(12) / (1 << 24));
        float least = (float) (mean - deviation * Math.sqrt(3));
        for (int i = 0; i < data.length; i++) {
            data[i] = least + width * (random.nextInt() >>> 8);
        }
        return values;
    }

    @Override
    public String origin() {
        return "random parameters";
    }
}
