package dev.osediff.ort.writer;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.Quantisation;
import dev.osediff.network.quantised.UpsamplingPhases;
import dev.osediff.network.quantised.WeightLevels;
import dev.osediff.ort.onnx.ElementType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Layers of 8-bit products: inputs unsigned with one scale, weights signed and symmetric with a scale for each output channel.
 * A convolution is the engine's {@code QLinearConv} between a quantisation of its input, which layers share, and a dequantisation
 * of its output. A linear layer is {@code MatMulIntegerToFloat}, whose result is float32 and needs no output levels.
 */
final class Int8Layers {
    private final Graph graph;
    private final Map<String, String> levels = new HashMap<>();

    Int8Layers(Graph graph) {
        this.graph = graph;
    }

    /**
     * Convolves a map in float32 to a map in float32.
     *
     * @param bias or null
     */
    String convolve(String map, Constant weight, Constant bias, Conv2dSpec spec, LayerQuantisation layer, String path) {
        return real(product(levels(map, layer.input(), path), weight, bias, spec, layer, path), layer, path);
    }

    /**
     * Convolves four phases of a doubled map and interleaves them while they are bytes and a pixel's channels lie together:
     * so pixels are copied whole.
     *
     * @param phases weights by row parity, then column parity
     * @param bias or null
     * @param width of the doubled map
     */
    String convolvePhases(
            String map, List<Constant> phases, Constant bias, int width, LayerQuantisation layer, String path) {
        String pixels = transposed(levels(map, layer.input(), path), path + "/pixels", 0, 2, 3, 1);
        String[] rows = new String[2];
        for (int py = 0; py < rows.length; py++) {
            String[] columns = new String[2];
            for (int px = 0; px < columns.length; px++) {
                Constant taps = phases.get(2 * py + px);
                Conv2dSpec spec = UpsamplingPhases.spec(py, px);
                columns[px] = lastAxisProduct(pixels, taps, bias, spec, layer, path + "/phase" + py + px);
            }
            String pairs = graph.node("Concat", path + "/columns" + py, Map.of("axis", 3L), columns);
            rows[py] = graph.node("Reshape", path + "/row" + py, Map.of(), pairs, graph.integers(0, 0, -1));
        }
        String lines = graph.node("Concat", path + "/rows", Map.of("axis", 2L), rows);
        graph.dependsOnSize();
        int channels = phases.get(0).shape()[0];
        String whole =
                graph.node("Reshape", path + "/doubled", Map.of(), lines, graph.integers(0, -1, width, channels));
        return real(transposed(whole, path + "/map", 0, 3, 1, 2), layer, path);
    }

    private String transposed(String x, String path, long... axes) {
        return graph.node("Transpose", path, Map.of("perm", axes), x);
    }

    private String real(String product, LayerQuantisation layer, String path) {
        String scale = graph.scalar(layer.output().scale());
        return graph.node("DequantizeLinear", path + "/float", Map.of(), product, scale, zeroPoint(layer.output()));
    }

    /** Maps of bytes [N, C, H, W]. */
    private String product(
            String map, Constant weight, Constant bias, Conv2dSpec spec, LayerQuantisation layer, String path) {
        Map<String, Object> attributes = attributes(weight, spec);
        return graph.node("QLinearConv", path, attributes, operands(map, weight, bias, layer));
    }

    /** Maps of bytes [N, H, W, C]. */
    private String lastAxisProduct(
            String map, Constant weight, Constant bias, Conv2dSpec spec, LayerQuantisation layer, String path) {
        Map<String, Object> attributes = attributes(weight, spec);
        attributes.put("channels_last", 1L);
        return graph.contributed("QLinearConv", path, attributes, operands(map, weight, bias, layer));
    }

    private static Map<String, Object> attributes(Constant weight, Conv2dSpec spec) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {weight.shape()[2], weight.shape()[3]});
        attributes.put("pads", new long[] {spec.top(), spec.left(), spec.bottom(), spec.right()});
        attributes.put("strides", new long[] {spec.stride(), spec.stride()});
        return attributes;
    }

    private String[] operands(String map, Constant weight, Constant bias, LayerQuantisation layer) {
        Constant integers = made(weight, "/int8", ElementType.INT8, weight.shape(), Int8Layers::inOrder);
        String outputScale = graph.scalar(layer.output().scale());
        String outputZero = zeroPoint(layer.output());
        return new String[] {
            map,
            graph.scalar(layer.input().scale()),
            zeroPoint(layer.input()),
            graph.parameter(integers),
            graph.parameter(scales(weight)),
            zeros(weight.shape()[0]),
            outputScale,
            outputZero,
            bias == null ? "" : graph.parameter(bias(weight, bias, layer.input()))
        };
    }

    /**
     * Multiplies rows [M, I] by a weight [O, I]; returns float32 rows [M, O].
     *
     * @param bias the name of a vector in float32, empty for none
     */
    String multiply(String rows, Constant weight, String bias, LayerQuantisation layer, String path) {
        int[] shape = {weight.shape()[1], weight.shape()[0]};
        return graph.contributed(
                "MatMulIntegerToFloat",
                path,
                Map.of(),
                levels(rows, layer.input(), path),
                graph.parameter(made(weight, "/int8", ElementType.INT8, shape, Int8Layers::transposed)),
                graph.scalar(layer.input().scale()),
                graph.parameter(scales(weight)),
                zeroPoint(layer.input()),
                zeros(weight.shape()[0]),
                bias);
    }

    private String levels(String x, Quantisation input, String path) {
        return levels.computeIfAbsent(
                x + " " + input,
                key -> graph.node(
                        "QuantizeLinear",
                        path + "/levels",
                        Map.of(),
                        x,
                        graph.scalar(input.scale()),
                        zeroPoint(input)));
    }

    private String zeroPoint(Quantisation quantisation) {
        return graph.bytes("level_" + quantisation.zeroPoint(), ElementType.UINT8, quantisation.zeroPoint());
    }

    private String zeros(int channels) {
        return graph.bytes("zeros_int8_" + channels, ElementType.INT8, new int[channels]);
    }

    private static Constant scales(Constant weight) {
        return made(
                weight,
                "/scales",
                ElementType.FLOAT,
                new int[] {weight.shape()[0]},
                w -> Tensor.of(w.scales(), w.scales().length));
    }

    /** The bias in units of the products: the input's scale times that of the channel's weights. */
    private static Constant bias(Constant weight, Constant bias, Quantisation input) {
        return made(weight, "/bias_int32", ElementType.INT32, bias.shape(), w -> {
            float[] real = bias.values().get().data();
            float[] units = new float[real.length];
            for (int o = 0; o < units.length; o++) {
                units[o] = Math.round((double) real[o] / ((double) input.scale() * w.scales()[o]));
            }
            return Tensor.of(units, units.length);
        });
    }

    private static Constant made(
            Constant weight, String way, ElementType type, int[] shape, Function<WeightLevels, Tensor> from) {
        return new Constant(
                weight.name() + way,
                shape,
                type,
                () -> from.apply(WeightLevels.of(weight.values().get())));
    }

    private static Tensor inOrder(WeightLevels weight) {
        Tensor tensor = Tensor.zeros(weight.shape());
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = weight.levels()[i];
        }
        return tensor;
    }

    private static Tensor transposed(WeightLevels weight) {
        int out = weight.shape()[0];
        int in = weight.shape()[1];
        Tensor tensor = Tensor.zeros(in, out);
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                tensor.data()[i * out + o] = weight.levels()[o * in + i];
            }
        }
        return tensor;
    }
}
