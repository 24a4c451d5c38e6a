package dev.osediff.bench.model;

import dev.osediff.network.Tensor;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamFolding;
import dev.osediff.network.ram.RamTagger;
import java.util.List;

/**
 * The picture tagger at its published size with random weights: what a prompt of tags costs. It looks at 384 × 384 pixels,
 * whatever the picture's size. Immutable.
 *
 * @param network picture to logits
 */
record TaggerModel(BenchPart network) implements BenchModel {
    private static final long SEED = 21;

    static TaggerModel random() {
        RandomWeights weights = new RandomWeights(SEED, new RamTagger(RamConfig.SWIN_LARGE));
        RamTagger tagger = new RamTagger(RamConfig.SWIN_LARGE, true);
        return new TaggerModel(new BenchPart("tags", tagger, RamFolding.of(weights, RamConfig.SWIN_LARGE)));
    }

    @Override
    public String name() {
        return BenchModels.TAGGER;
    }

    @Override
    public List<BenchPart> parts() {
        return List.of(network);
    }

    @Override
    public Tensor pass(int size, int steps, Runner runner) {
        return runner.run(network, inputs(network, size));
    }

    @Override
    public int[] resultShape(int size) {
        return new int[] {1, RamConfig.SWIN_LARGE.labels(), 1};
    }

    @Override
    public List<Tensor> inputs(BenchPart part, int size) {
        return List.of(RandomWeights.uniform(SEED, 0, 1, inputShapes(part, size).get(0)));
    }

    @Override
    public List<int[]> inputShapes(BenchPart part, int size) {
        return part.network().exampleShapes();
    }

    @Override
    public void close() {
        // Weights are made when they are asked for; nothing is held.
    }
}
