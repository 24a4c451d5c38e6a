package dev.osediff.network.quantised;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notes how often which values enter and leave each layer, while the layers compute as usual. Runs must not overlap: not
 * thread-safe.
 */
public final class LayerRecorder implements LayerVisitor {
    private final Map<String, Ranges> layers = new LinkedHashMap<>();

    private record Ranges(Histogram inputs, Histogram outputs) {}

    /**
     * Computes and notes.
     *
     * @throws ModelException naming the layer, if a value is not finite
     */
    @Override
    public <T> T visit(Layer<T> layer) {
        Ranges ranges = layers.computeIfAbsent(layer.key(), key -> new Ranges(new Histogram(), new Histogram()));
        T result = layer.result();
        note(ranges.inputs(), layer.ops().read(layer.input()), "input of layer " + layer.key());
        note(ranges.outputs(), layer.ops().read(result), "output of layer " + layer.key());
        return result;
    }

    private static void note(Histogram histogram, Tensor values, String what) {
        try {
            histogram.add(values.data());
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    new Problem(
                            what + " while levels are measured",
                            e.getMessage(),
                            "finite values",
                            "The weights are damaged or too large for float32: compare the model's files with their source."),
                    e);
        }
    }

    /** Returns levels for every layer that was seen, in the order of the network. */
    public Map<String, LayerQuantisation> levels(LevelChoice choice) {
        Map<String, LayerQuantisation> levels = new LinkedHashMap<>();
        layers.forEach((key, ranges) ->
                levels.put(key, new LayerQuantisation(choice.of(ranges.inputs()), choice.of(ranges.outputs()))));
        return levels;
    }
}
