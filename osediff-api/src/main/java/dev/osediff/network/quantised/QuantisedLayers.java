package dev.osediff.network.quantised;

import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes layers as 8-bit kernels do: input and output on the levels of a table, weights on theirs, sums exact up to
 * float32. The oracle of engines with such kernels, and the means to find out which layers can bear it. A doubled map is
 * convolved in its four phases, whose merged weights are what is quantised. A linear layer's sums stay in float32. Thread-safe.
 */
public final class QuantisedLayers implements LayerVisitor {
    private final QuantisationTable table;

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
        Tensor weight = layer.ops().read(layer.weight());
        if (!layer.isUpsampling()) {
            T rounded = layer.ops().constant(WeightLevels.of(weight).values());
            T result = layer.result(input, rounded);
            return weight.rank() == 2 ? result : onLevels(layer, result, levels.output());
        }
        List<T> phases = new ArrayList<>();
        for (int py = 0; py < 2; py++) {
            for (int px = 0; px < 2; px++) {
                Tensor taps =
                        WeightLevels.of(UpsamplingPhases.taps(weight, py, px)).values();
                T phase = layer.ops()
                        .conv2d(input, layer.ops().constant(taps), layer.bias(), UpsamplingPhases.spec(py, px));
                phases.add(onLevels(layer, phase, levels.output()));
            }
        }
        return layer.ops().interleave2d(phases);
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
