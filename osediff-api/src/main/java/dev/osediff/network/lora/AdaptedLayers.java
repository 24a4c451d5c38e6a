package dev.osediff.network.lora;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.quantised.Layer;
import dev.osediff.network.quantised.LayerVisitor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds to a layer's result what its adapters make of the layer's input: W·x + Σ alpha / r · B·(A·x). Of a convolution, A has
 * the layer's own kernel, stride and padding, and B is 1×1; of one behind an upsampling, A sees the doubled map. Immutable.
 */
final class AdaptedLayers implements LayerVisitor {
    private final Map<String, List<LoraModule>> byWeight;

    AdaptedLayers(List<LoraModule> modules) {
        byWeight = modules.stream().collect(Collectors.groupingBy(LoraModule::weightName));
    }

    @Override
    public <T> T visit(Layer<T> layer) {
        T sum = layer.result();
        for (LoraModule module : byWeight.getOrDefault(layer.key(), List.of())) {
            T product = layer.ops().scope("lora", () -> product(layer, module));
            sum = layer.ops().add(sum, product);
        }
        return sum;
    }

    private static <T> T product(Layer<T> layer, LoraModule module) {
        Ops<T> ops = layer.ops();
        T a = layer.weights().tensor(module.nameA(), module.shapeA());
        T b = layer.weights().tensor(module.nameB(), module.shapeB());
        T low = layer.product(a);
        T scaled = ops.scale(b, module.scale().factor());
        return module.kind() == LayerKind.LINEAR
                ? ops.linear(low, scaled, null)
                : ops.conv2d(low, scaled, null, Conv2dSpec.POINTWISE);
    }
}
