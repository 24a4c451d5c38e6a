package dev.osediff.network.quantised;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes layers as 8-bit kernels do: input and output on the levels of a table, weights on theirs, sums exact up to
 * float32. The oracle of engines with such kernels, and the means to find out which layers can bear it. A doubled map is
 * convolved in its four phases, whose merged weights are what is quantised. Thread-safe.
 */
public final class QuantisedLayers implements LayerVisitor {
    private final QuantisationTable table;
    private final Map<String, List<Tensor>> weights = new ConcurrentHashMap<>();

    /** Creates the visitor; layers that are not in the table compute as usual. */
    public QuantisedLayers(QuantisationTable table) {
        this.table = table;
    }

    @Override
    public <T> T visit(Layer<T> layer) {
        return table.of(layer.key()).map(levels -> quantised(layer, levels)).orElseGet(layer::result);
    }

    private <T> T quantised(Layer<T> layer, LayerQuantisation levels) {
        T input = onLevels(layer, layer.input(), levels.input());
        if (!layer.isUpsampling()) {
            Tensor weight = weights.computeIfAbsent(
                            layer.key(),
                            key -> List.of(WeightLevels.of(layer.ops().read(layer.weight()))
                                    .values()))
                    .get(0);
            return onLevels(layer, layer.compute().apply(input, layer.ops().constant(weight)), levels.output());
        }
        List<Tensor> phases =
                weights.computeIfAbsent(layer.key(), key -> phases(layer.ops().read(layer.weight())));
        List<T> parts = new ArrayList<>(phases.size());
        for (int phase = 0; phase < phases.size(); phase++) {
            T taps = layer.ops().constant(phases.get(phase));
            Conv2dSpec spec = UpsamplingPhases.spec(phase / 2, phase % 2);
            parts.add(onLevels(layer, layer.ops().conv2d(input, taps, layer.bias(), spec), levels.output()));
        }
        return layer.ops().interleave2d(parts);
    }

    private static List<Tensor> phases(Tensor weight) {
        List<Tensor> phases = new ArrayList<>();
        for (int py = 0; py < 2; py++) {
            for (int px = 0; px < 2; px++) {
                phases.add(
                        WeightLevels.of(UpsamplingPhases.taps(weight, py, px)).values());
            }
        }
        return phases;
    }

    private static <T> T onLevels(Layer<T> layer, T value, Quantisation levels) {
        Tensor read = layer.ops().read(value);
        float[] values = new float[read.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = levels.nearest(read.data()[i]);
        }
        return layer.ops().constant(Tensor.of(values, read.shape()));
    }
}
