package dev.osediff.bench.machine;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * Square matrix products one after another, [1, side, side] to the same: so many that what lies around the products does
 * not count.
 *
 * @param side of each matrix
 * @param length number of products
 */
record MatrixChain(int side, int length) implements Network {
    @Override
    public String name() {
        return "matrix products";
    }

    @Override
    public List<String> inputNames() {
        return List.of("x");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, 1, side});
    }

    /** Returns the multiply-adds of one run, in units of 10⁹. */
    double gigaMacs() {
        return (double) side * side * side * length / 1e9;
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> weights, List<T> inputs) {
        T x = inputs.get(0);
        for (int i = 0; i < length; i++) {
            x = ops.linear(x, weights.tensor("product" + i + ".weight", side, side), null);
        }
        return x;
    }
}
