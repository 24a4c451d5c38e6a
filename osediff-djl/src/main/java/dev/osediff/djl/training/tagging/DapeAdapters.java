package dev.osediff.djl.training.tagging;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * DAPE's adapters in the layout of its file (osediff.md §4.5; {@link dev.osediff.model.ram.DapeTensors} reads it): rank 8 on
 * query and value of the packed projections of the vision, and on query and key of the label decoder. W + B·A / 8 is
 * computed once in a pass, so that gradients reach A and B.
 *
 * @param config sizes of the tagger
 */
public record DapeAdapters(RamConfig config) {
    private static final int RANK = 8;
    private static final float SCALE = 0.125f;
    private static final String WEIGHT = ".weight";
    private static final String PACKED = ".attn.qkv";
    private static final List<String> ADAPTED =
            List.of(PACKED, ".crossattention.self.query", ".crossattention.self.key");

    /** Returns names and shapes of all factors. */
    public Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        ParameterShapes.of(new RamTagger(config), Set.of()).forEach((name, weight) -> {
            String module = module(name);
            if (module != null) {
                boolean packed = module.endsWith(PACKED);
                shapes.put(module + ".lora_A", new int[] {packed ? 2 * RANK : RANK, weight[1]});
                shapes.put(module + ".lora_B", new int[] {packed ? weight[0] / 3 * 2 : weight[0], RANK});
            }
        });
        return shapes;
    }

    /** Makes first values as loralib does: A uniform in ±1 / √in, B zero; equal for equal seeds. */
    public Map<String, Tensor> start(long seed) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        shapes().forEach((name, shape) -> {
            Tensor factor = Tensor.zeros(shape);
            if (name.endsWith("A")) {
                SeededRandom random = new SeededRandom(SeededRandom.derive(seed, name.hashCode()));
                double bound = 1 / Math.sqrt(shape[1]);
                for (int i = 0; i < factor.data().length; i++) {
                    factor.data()[i] = (float) random.nextDouble(-bound, bound);
                }
            }
            values.put(name, factor);
        });
        return values;
    }

    /**
     * Joins factors and tagger into the parameters of the adapted tagger.
     *
     * @param trained has the names of {@link #shapes()}
     * @param frozen has the tagger's own names
     */
    public <T> Weights<T> join(TrainingOps<T> ops, Weights<T> trained, Weights<T> frozen) {
        return Weights.of(new WeightProvider<>() {
            @Override
            public T fetch(String path, int... shape) {
                T weight = frozen.tensor(path, shape);
                String module = module(path);
                if (module == null) {
                    return weight;
                }
                return module.endsWith(PACKED)
                        ? packed(ops, trained.at(module), weight, shape)
                        : ops.add(weight, product(ops, trained.at(module), 0, shape[0], shape[1], 1));
            }

            @Override
            public boolean has(String path) {
                return frozen.has(path);
            }
        });
    }

    /** Query and value change, the key between them stays. */
    private static <T> T packed(TrainingOps<T> ops, Weights<T> factors, T weight, int... shape) {
        int rows = shape[0] / 3;
        T query = ops.add(ops.slice(weight, 0, 0, rows), product(ops, factors, 0, rows, shape[1], 2));
        T key = ops.slice(weight, 0, rows, 2 * rows);
        T value = ops.add(ops.slice(weight, 0, 2 * rows, 3 * rows), product(ops, factors, 1, rows, shape[1], 2));
        return ops.concat(List.of(query, key, value), 0);
    }

    /** B·A / 8 of one of the groups that lie one below the other, [rows, in]. */
    private static <T> T product(TrainingOps<T> ops, Weights<T> factors, int group, int rows, int in, int groups) {
        T a = ops.slice(factors.tensor("lora_A", groups * RANK, in), 0, group * RANK, (group + 1) * RANK);
        T b = ops.slice(factors.tensor("lora_B", groups * rows, RANK), 0, group * rows, (group + 1) * rows);
        T across = ops.reshape(ops.mapToTokens(ops.reshape(a, 1, RANK, in, 1)), in, RANK);
        return ops.scale(ops.linear(b, across, null), SCALE);
    }

    private static String module(String name) {
        String module = name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : "";
        return ADAPTED.stream().anyMatch(module::endsWith) ? module : null;
    }
}
