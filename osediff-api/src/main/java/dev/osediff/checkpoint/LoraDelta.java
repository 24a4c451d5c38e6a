package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What low-rank adapters add to one weight: Σ alpha / rank · B·A over its adapters. Of a convolution, A is one of r output channels
 * with the same kernel and B is 1×1, so that the sum has the weight's own shape. Immutable.
 *
 * @param target name of the weight
 * @param pairs one pair of tensor names per adapter
 */
record LoraDelta(String target, List<Pair> pairs) {
    private static final Pattern PART = Pattern.compile("(.+)\\.lora_([AB])(?:\\.([^.]+))?\\.weight");

    /**
     * The two factors of one adapter.
     *
     * @param module path of the layer
     * @param a name of the factor [r, in, ...]
     * @param b name of the factor [out, r, ...]
     * @param scale its rank and alpha
     */
    record Pair(String module, String a, String b, LoraScale scale) {}

    /** Tells whether a name is a factor. */
    static boolean isPart(String name) {
        return PART.matcher(name).matches();
    }

    /**
     * Finds all deltas, by the name of their weight.
     *
     * @param scales returns rank and alpha of an adapter, which is empty where names have none; null if it is not known
     */
    static Map<String, LoraDelta> of(TensorSource adapters, Function<String, LoraScale> scales) {
        Map<String, List<Pair>> pairs = new TreeMap<>();
        // In one order whatever the file's, so that sums of several adapters are rounded alike.
        for (String name : new TreeSet<>(adapters.names())) {
            Matcher part = PART.matcher(name);
            if (!part.matches()) {
                continue;
            }
            String module = part.group(1);
            boolean first = part.group(2).equals("A");
            String adapter = part.group(3) == null ? "" : part.group(3);
            String other =
                    module + (first ? ".lora_B" : ".lora_A") + (adapter.isEmpty() ? "" : "." + adapter) + ".weight";
            if (!adapters.names().contains(other)) {
                throw misfit(module, adapters, "only " + name, other + " beside it");
            }
            if (first) {
                LoraScale scale = scales.apply(adapter);
                if (scale == null) {
                    throw misfit(module, adapters, "adapter " + adapter, "an adapter whose rank and alpha are known");
                }
                Pair pair = new Pair(module, name, other, scale);
                requireRank(pair, adapters);
                pairs.computeIfAbsent(module + ".weight", key -> new ArrayList<>())
                        .add(pair);
            }
        }
        Map<String, LoraDelta> deltas = new TreeMap<>();
        pairs.forEach((target, list) -> deltas.put(target, new LoraDelta(target, list)));
        return deltas;
    }

    private static void requireRank(Pair pair, TensorSource adapters) {
        int rank = pair.scale().rank();
        int[] a = adapters.shape(pair.a());
        int[] b = adapters.shape(pair.b());
        boolean alike = a.length == b.length && (a.length == 2 || a.length == 4 && b[2] == 1 && b[3] == 1);
        if (!alike || a[0] != rank || b[1] != rank) {
            throw misfit(
                    pair.module(),
                    adapters,
                    "factors " + Arrays.toString(a) + " and " + Arrays.toString(b),
                    "rank " + rank + ": [" + rank + ", in] and [out, " + rank + "], or of a convolution [" + rank
                            + ", in, kh, kw] and [out, " + rank + ", 1, 1]");
        }
    }

    private int[] productShape(Pair pair, TensorSource adapters) {
        int[] shape = adapters.shape(pair.a());
        shape[0] = adapters.shape(pair.b())[0];
        return shape;
    }

    /** Throws unless the weight exists and has the products' shape. */
    void requireFits(TensorSource base, TensorSource adapters) {
        for (Pair pair : pairs) {
            if (!base.names().contains(target)) {
                throw misfit(
                        pair.module(),
                        adapters,
                        "an adapter",
                        "a tensor " + target + " in " + base.origin() + ", which has none");
            }
            int[] product = productShape(pair, adapters);
            if (!Arrays.equals(base.shape(target), product)) {
                throw misfit(
                        pair.module(),
                        adapters,
                        "a product of shape " + Arrays.toString(product),
                        "shape " + Arrays.toString(base.shape(target)) + " of " + target + " in " + base.origin());
            }
        }
    }

    /** Adds the products to the weight's values. */
    void addTo(float[] weight, TensorSource adapters) {
        for (Pair pair : pairs) {
            Tensor a = adapters.load(pair.a());
            Tensor b = adapters.load(pair.b());
            float scale = pair.scale().factor();
            int rank = a.dim(0);
            int row = a.data().length / rank;
            for (int o = 0; o < b.dim(0); o++) {
                for (int r = 0; r < rank; r++) {
                    float factor = scale * b.data()[o * rank + r];
                    int at = r * row;
                    for (int i = 0; i < row; i++) {
                        weight[o * row + i] += factor * a.data()[at + i];
                    }
                }
            }
        }
    }

    private static ModelException misfit(String module, TensorSource source, String found, String limit) {
        return new ModelException(new Problem(
                "LoRA module " + module + " of " + source.origin(),
                found,
                limit,
                "Take the adapters and the base model that belong together."));
    }
}
