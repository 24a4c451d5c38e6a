package dev.osediff.bench.model;

import dev.osediff.network.Tensor;
import java.util.List;

/**
 * One network from picture to larger picture: what users would take in place of a diffusion model. Immutable.
 *
 * @param name for tables
 * @param network picture [1, 3, H, W] to picture [1, 3, scale · H, scale · W]
 * @param scale pixels of the enlarged picture per pixel along one axis
 * @param resources what is freed on close
 */
record DirectModel(String name, BenchPart network, int scale, Runnable resources) implements BenchModel {
    private static final long SEED = 20;

    @Override
    public List<BenchPart> parts() {
        return List.of(network);
    }

    @Override
    public Tensor pass(int size, int steps, Runner runner) {
        return runner.run(network, inputs(network, size));
    }

    @Override
    public List<Tensor> inputs(BenchPart part, int size) {
        return List.of(
                RandomWeights.uniform(SEED, 0.5, 0.2, inputShapes(part, size).get(0)));
    }

    @Override
    public List<int[]> inputShapes(BenchPart part, int size) {
        return List.of(new int[] {1, 3, size / scale, size / scale});
    }

    @Override
    public void close() {
        resources.run();
    }
}
