package dev.osediff.network.lora;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.NetworkLayers;
import dev.osediff.network.cost.ParameterShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the layers of a network that targets mean, and refuses targets that the network has no place for. */
final class LoraSearch {
    private static final String WEIGHT = ".weight";

    private final Network network;
    private final LoraTargets targets;
    private final Map<String, int[]> parameters;
    private final List<String> layers;

    LoraSearch(Network network, Set<String> tensorNames, LoraTargets targets) {
        this.network = network;
        this.targets = targets;
        this.parameters = ParameterShapes.of(network, tensorNames);
        this.layers = NetworkLayers.of(network, tensorNames).keys().stream()
                .filter(key -> key.endsWith(WEIGHT))
                .map(key -> key.substring(0, key.length() - WEIGHT.length()))
                .toList();
    }

    LoraPlan plan() {
        for (LoraRule rule : targets.rules()) {
            if (layers.stream().noneMatch(layer -> matches(rule, layer))) {
                throw refusal(
                        "LoRA adapter " + rule.adapter(),
                        "no layer under " + rule.under() + " that ends in " + rule.names() + " and is one of "
                                + rule.kinds());
            }
        }
        List<LoraModule> modules = new ArrayList<>();
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (String layer : layers) {
            for (LoraRule rule : targets.rules()) {
                if (matches(rule, layer)) {
                    LoraModule module = module(rule, layer);
                    modules.add(module);
                    shapes.put(module.nameA(), module.shapeA());
                    shapes.put(module.nameB(), module.shapeB());
                }
            }
        }
        return new LoraPlan(targets, modules, wholeNames(modules, shapes), shapes);
    }

    private boolean matches(LoraRule rule, String layer) {
        return rule.matches(layer, LayerKind.of(parameters.get(layer + WEIGHT)));
    }

    private LoraModule module(LoraRule rule, String layer) {
        int[] shape = parameters.get(layer + WEIGHT);
        long larger = Math.max(shape[0], Tensor.elements(shape) / shape[0]);
        if (rule.scale().rank() > larger) {
            throw new InvalidOptionException(new Problem(
                    "LoRA adapter " + rule.adapter() + " of layer " + layer,
                    "rank " + rule.scale().rank(),
                    "at most " + larger + ", the larger side of its matrix " + shape[0] + " x "
                            + Tensor.elements(shape) / shape[0],
                    "Take a lower rank, or leave the layer out."));
        }
        return new LoraModule(layer, rule.adapter(), rule.scale(), shape);
    }

    private Map<String, String> wholeNames(List<LoraModule> modules, Map<String, int[]> shapes) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String layer : targets.whole()) {
            if (!layers.contains(layer)) {
                throw refusal("layer " + layer + ", which is to be trained as a whole", "no layer of that path");
            }
            boolean adapted =
                    modules.stream().anyMatch(module -> module.module().equals(layer));
            for (String parameter : List.of("weight", "bias")) {
                String name = layer + "." + parameter;
                if (parameters.containsKey(name)) {
                    String trained = adapted ? layer + ".base_layer." + parameter : name;
                    names.put(name, trained);
                    shapes.put(trained, parameters.get(name));
                }
            }
        }
        return names;
    }

    private InvalidOptionException refusal(String asked, String found) {
        return new InvalidOptionException(new Problem(
                asked + " in " + network.name(),
                found,
                "one of its " + layers.size() + " convolutions and linear layers, such as " + layers.get(0),
                "Compare the names with those of the network's checkpoint."));
    }
}
