package dev.osediff.network;

import dev.osediff.network.cost.ParameterShapes;
import java.util.Map;
import java.util.Set;

/** Seeded weights for any network, held on the heap, scaled so that activations keep their size. Thread-safe. */
public final class RandomWeights implements TensorSource {
    private final Map<String, int[]> shapes;
    private final long seed;

    /** Makes weights for all parameters of a network. */
    public RandomWeights(Network network, long seed) {
        this.shapes = ParameterShapes.of(network, Set.of());
        this.seed = seed;
    }

    @Override
    public Set<String> names() {
        return shapes.keySet();
    }

    @Override
    public int[] shape(String name) {
        return shapes.get(name).clone();
    }

    /** A gain is around 1, a bias around 0, and a product's weight has the deviation 1 / √(terms of one sum). */
    @Override
    public Tensor load(String name) {
        int[] shape = shapes.get(name);
        Tensor values = OpsCases.random(seed + name.hashCode(), shape);
        boolean gain = shape.length == 1 && name.endsWith("weight");
        double deviation = shape.length == 1 ? 0.1 : Math.sqrt(shape[0] / (double) Tensor.elements(shape));
        for (int i = 0; i < values.data().length; i++) {
            values.data()[i] = (float) (values.data()[i] * deviation + (gain ? 1 : 0));
        }
        return values;
    }

    @Override
    public String origin() {
        return "random weights";
    }
}
