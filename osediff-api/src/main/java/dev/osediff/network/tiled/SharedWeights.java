package dev.osediff.network.tiled;

import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;

/** Parameters that all tiles share. */
record SharedWeights<T>(Weights<T> root) implements WeightProvider<TiledValue<T>> {
    @Override
    public TiledValue<T> fetch(String path, int... shape) {
        return TiledValue.shared(root.tensor(path, shape));
    }

    @Override
    public boolean has(String path) {
        return root.has(path);
    }
}
