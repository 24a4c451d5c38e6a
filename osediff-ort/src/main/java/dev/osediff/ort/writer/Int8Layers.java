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
        return real(product(map, weight, bias, spec, layer, path), layer, path);
    }

    /**
     * Convolves four phases of a doubled map and interleaves them while they are bytes.
     *
     * @param phases weights by row parity, then column parity
     * @param bias or null
     */
    String convolvePhases(String map, List<Constant> phases, Constant bias, LayerQuantisation layer, String path) {
        String[] products = new String[phases.size()];
        for (int i = 0; i < products.length; i++) {
            Conv2dSpec spec = UpsamplingPhases.spec(i / 2, i % 2);
            products[i] = product(map, phases.get(i), bias, spec, layer, path + "/phase" + i);
        }
        String stacked = graph.node("Concat", path + "/phases", Map.of("axis", 1L), products);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("blocksize", 2L);
        attributes.put("mode", "DCR");
        return real(graph.node("DepthToSpace", path + "/interleave", attributes, stacked), layer, path);
    }

    private String real(String product, LayerQuantisation layer, String path) {
        String scale = graph.scalar(layer.output().scale());
        return graph.node("DequantizeLinear", path + "/float", Map.of(), product, scale, zeroPoint(layer.output()));
    }

    private String product(
            String map, Constant weight, Constant bias, Conv2dSpec spec, LayerQuantisation layer, String path) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {weight.shape()[2], weight.shape()[3]});
        attributes.put("pads", new long[] {spec.top(), spec.left(), spec.bottom(), spec.right()});
        attributes.put("strides", new long[] {spec.stride(), spec.stride()});
        Constant integers = made(weight, "/int8", ElementType.INT8, weight.shape(), Int8Layers::inOrder);
        String outputScale = graph.scalar(layer.output().scale());
        String outputZero = zeroPoint(layer.output());
        return graph.node(
                "QLinearConv",
                path,
                attributes,
                levels(map, layer.input(), path),
                graph.scalar(layer.input().scale()),
                zeroPoint(layer.input()),
                graph.parameter(integers),
                graph.parameter(scales(weight)),
                zeros(weight.shape()[0]),
                outputScale,
                outputZero,
                bias == null ? "" : graph.parameter(bias(weight, bias, layer.input())));
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
