package dev.osediff.network.lora;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The targets of one network, found in it: every adapter of every layer, and names and shapes of all that is trained. Immutable.
 */
public final class LoraPlan {
    private final LoraTargets targets;
    private final List<LoraModule> modules;
    private final Map<String, String> wholeNames;
    private final Map<String, int[]> shapes;

    /**
     * Keeps what a search has found.
     *
     * @param wholeNames names of the network's parameters that are trained as a whole, to the names that they are saved under
     * @param shapes names and shapes of all trained tensors
     */
    LoraPlan(LoraTargets targets, List<LoraModule> modules, Map<String, String> wholeNames, Map<String, int[]> shapes) {
        this.targets = targets;
        this.modules = List.copyOf(modules);
        this.wholeNames = wholeNames;
        this.shapes = shapes;
    }

    /**
     * Finds the targets of a network by running it once on shapes; no weights are needed.
     *
     * @param tensorNames names of the parameters that exist, for networks with optional ones
     * @throws InvalidOptionException if a rule matches no layer, a layer to be trained as a whole does not exist, or a rank is
     *     larger than the larger side of a layer's matrix [out, in · kh · kw]
     */
    public static LoraPlan of(Network network, Set<String> tensorNames, LoraTargets targets) {
        return new LoraSearch(network, tensorNames, targets).plan();
    }

    /** Finds the targets of a network that has no optional parameters. */
    public static LoraPlan of(Network network, LoraTargets targets) {
        return of(network, Set.of(), targets);
    }

    /** Returns the targets. */
    public LoraTargets targets() {
        return targets;
    }

    /** Returns every adapter of every layer, layers in the order of their first use. */
    public List<LoraModule> modules() {
        return modules;
    }

    /** Returns those that take part. */
    public List<LoraModule> modules(ActiveAdapters active) {
        List<LoraRule> rules = targets.rules();
        return active == ActiveAdapters.ALL
                ? modules
                : modules(rules.get(rules.size() - 1).adapter());
    }

    /** Returns those of one adapter. */
    public List<LoraModule> modules(String adapter) {
        return modules.stream()
                .filter(module -> module.adapter().equals(adapter))
                .toList();
    }

    /** Returns rank and alpha of each adapter, in the order of the rules. */
    public Map<String, LoraScale> scales() {
        Map<String, LoraScale> scales = new LinkedHashMap<>();
        targets.rules().forEach(rule -> scales.put(rule.adapter(), rule.scale()));
        return scales;
    }

    /**
     * Returns names and shapes of all that is trained: of the factors, and of what is trained as a whole, which is called
     * {@code MODULE.base_layer.weight} where the layer has an adapter as well, else by its own name. Unmodifiable.
     */
    public Map<String, int[]> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    /** Returns how many numbers are trained. */
    public long parameters() {
        return shapes.values().stream().mapToLong(Tensor::elements).sum();
    }

    /** Returns how many of them belong to layers that are trained as a whole. */
    public long wholeParameters() {
        return wholeNames.values().stream()
                .mapToLong(name -> Tensor.elements(shapes.get(name)))
                .sum();
    }

    /** Returns the network's parameters that are trained as a whole, to the names under which they are trained. */
    public Map<String, String> wholeNames() {
        return Collections.unmodifiableMap(wholeNames);
    }

    /**
     * Joins two sets of parameters into that of a {@link LoraNetwork}.
     *
     * @param trained has the names of {@link #shapes()}
     * @param frozen has the network's own names
     */
    public <T> Weights<T> join(Weights<T> trained, Weights<T> frozen) {
        return Weights.of(new WeightProvider<>() {
            @Override
            public T fetch(String path, int... shape) {
                String name = trainedName(path);
                return name == null ? frozen.tensor(path, shape) : trained.tensor(name, shape);
            }

            @Override
            public boolean has(String path) {
                String name = trainedName(path);
                return name == null ? frozen.has(path) : trained.has(name);
            }
        });
    }

    private String trainedName(String path) {
        return shapes.containsKey(path) ? path : wholeNames.get(path);
    }
}
