package dev.osediff.ort.writer;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import dev.osediff.network.Tensor;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.quantised.UpsamplingPhases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Writes an ONNX node, or a small group of nodes, for each operation. A node is named by the checkpoint key of its layer where
 * it has a parameter, by the scope where it has none. Shapes are those the network is written for; operations avoid them where
 * they can, so that one graph often serves many sizes. Serves one thread.
 */
public final class OnnxOps implements Ops<Value> {
    private final Graph graph;
    private final Normalisations norms;
    private final Winograd winograd;
    private final QuantisationTable table;
    private final Int8Layers quantised;
    private final Map<String, String> exactForms = new HashMap<>();
    private int constants;

    /**
     * Writes into a graph.
     *
     * @param table the layers of 8-bit products
     */
    OnnxOps(Graph graph, QuantisationTable table) {
        this.table = table;
        this.quantised = new Int8Layers(graph);
        this.graph = graph;
        this.norms = new Normalisations(graph);
        this.winograd = new Winograd(graph);
    }

    /** Brings in an input of the graph, float32. */
    Value input(String name, int... shape) {
        return rounded(name, name, shape);
    }

    /** Returns a result as the caller reads it, float32. */
    Value output(Value x) {
        return graph.isHalf() ? Value.of(graph.exact(used(x), "result"), x.shape()) : x;
    }

    @Override
    public int[] shape(Value x) {
        return x.shape();
    }

    @Override
    public Value constant(Tensor value) {
        return Value.of(graph.floats(graph.path("constant") + constants++, value), value.shape());
    }

    @Override
    public Value scope(String name, Supplier<Value> body) {
        graph.enter(name);
        try {
            return body.get();
        } finally {
            graph.leave();
        }
    }

    @Override
    public List<Value> scopeAll(String name, Supplier<List<Value>> body) {
        graph.enter(name);
        try {
            return body.get();
        } finally {
            graph.leave();
        }
    }

    // ---- elementwise ------------------------------------------------------------------------------------------------

    @Override
    public Value add(Value a, Value b) {
        same(a, b);
        return emit("Add", "add", a.shape(), a, b);
    }

    @Override
    public Value multiply(Value a, Value b) {
        same(a, b);
        return emit("Mul", "multiply", a.shape(), a, b);
    }

    @Override
    public Value scale(Value x, float factor) {
        String name = graph.node("Mul", graph.path("scale"), Map.of(), used(x), graph.scalar(factor));
        return Value.of(name, x.shape());
    }

    @Override
    public Value addChannelBias(Value x, Value bias) {
        fit(x.rank() == 4 && bias.rank() == 2 && bias.dim(0) == x.dim(0) && bias.dim(1) == x.dim(1), x, bias);
        String path = graph.path("bias");
        String view = graph.node("Unsqueeze", path + "/view", Map.of(), used(bias), graph.integers(2, 3));
        return Value.of(graph.node("Add", path, Map.of(), used(x), view), x.shape());
    }

    @Override
    public Value silu(Value x) {
        return Value.of(norms.silu(used(x), graph.path("silu")), x.shape());
    }

    @Override
    public Value gelu(Value x) {
        return emit("Gelu", "gelu", x.shape(), x);
    }

    @Override
    public Value leakyRelu(Value x, float slope) {
        String name = graph.node("LeakyRelu", graph.path("leakyRelu"), Map.of("alpha", slope), used(x));
        return Value.of(name, x.shape());
    }

    // ---- convolutions and resampling --------------------------------------------------------------------------------

    @Override
    public Value conv2d(Value x, Value weight, Value bias, Conv2dSpec spec) {
        fit(x.rank() == 4 && weight.rank() == 4 && weight.dim(1) == x.dim(1), x, weight);
        fit(bias == null || bias.rank() == 1 && bias.dim(0) == weight.dim(0), weight, bias == null ? weight : bias);
        int height = spec.outputHeight(x.dim(2), weight.dim(2));
        int width = spec.outputWidth(x.dim(3), weight.dim(3));
        fit(height > 0 && width > 0, x, weight);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {weight.dim(2), weight.dim(3)});
        attributes.put("pads", new long[] {spec.top(), spec.left(), spec.bottom(), spec.right()});
        attributes.put("strides", new long[] {spec.stride(), spec.stride()});
        String path = layer(weight, "conv");
        int[] shape = {x.dim(0), weight.dim(0), height, width};
        Optional<LayerQuantisation> layer = quantisation(weight);
        if (layer.isPresent() && (bias == null || bias.constant().isPresent())) {
            Constant added = bias == null ? null : bias.constant().get();
            return Value.of(
                    quantised.convolve(used(x), weight.constant().get(), added, spec, layer.get(), path), shape);
        }
        if (winogradSuits(x, weight, height, width)
                && weight.dim(2) == 3
                && weight.dim(3) == 3
                && spec.equals(Conv2dSpec.SAME_3X3)) {
            String product = winograd.convolve(used(x), weight.constant().get(), height, width, path);
            return biased(product, bias, path, shape);
        }
        String name = bias == null
                ? graph.node("Conv", path, attributes, used(x), used(weight))
                : graph.node("Conv", path, attributes, used(x), used(weight), used(bias));
        return Value.of(name, shape);
    }

    private Value biased(String x, Value bias, String path, int[] shape) {
        String name = bias == null ? x : norms.addPerChannel(x, used(bias), path + "/bias");
        return Value.of(name, shape);
    }

    /** By Winograd's filtering where that is faster; else by the four 2×2 convolutions, their filters made beforehand. */
    @Override
    public Value upsampleConv2d(Value x, Value weight, Value bias, int height, int width) {
        boolean doubles = height == 2 * x.dim(2) && width == 2 * x.dim(3);
        if (!doubles || weight.constant().isEmpty()) {
            return Ops.super.upsampleConv2d(x, weight, bias, height, width);
        }
        fit(x.rank() == 4 && weight.rank() == 4 && weight.dim(1) == x.dim(1), x, weight);
        Constant filters = weight.constant().get();
        String path = layer(weight, "upsampleConv");
        Optional<LayerQuantisation> levels = quantisation(weight);
        if (levels.isPresent() && (bias == null || bias.constant().isPresent())) {
            List<Constant> taps = IntStream.range(0, 4)
                    .mapToObj(i -> phase(filters, i / 2, i % 2))
                    .toList();
            Constant added = bias == null ? null : bias.constant().get();
            return Value.of(
                    quantised.convolvePhases(used(x), taps, added, width, levels.get(), path),
                    x.dim(0),
                    weight.dim(0),
                    height,
                    width);
        }
        if (height % 4 == 0 && width % 4 == 0 && winogradSuits(x, weight, height, width)) {
            int[] shape = {x.dim(0), weight.dim(0), height, width};
            return biased(winograd.doubleAndConvolve(used(x), filters, height, width, path), bias, path, shape);
        }
        List<Value> phases = new ArrayList<>(4);
        for (int i = 0; i < 4; i++) {
            Value taps = Value.of(phase(filters, i / 2, i % 2));
            phases.add(conv2d(x, taps, bias, UpsamplingPhases.spec(i / 2, i % 2)));
        }
        return interleave2d(phases);
    }

    /** Its transformed tiles would lose what half precision has: their values are sums with coefficients up to 100. */
    private boolean winogradSuits(Value x, Value weight, int height, int width) {
        return weight.constant().isPresent()
                && !graph.isHalf()
                && Winograd.suits(x.dim(0), x.dim(1), weight.dim(0), height, width);
    }

    private static Constant phase(Constant filters, int py, int px) {
        return new Constant(
                filters.name() + "/phase" + py + px,
                new int[] {filters.shape()[0], filters.shape()[1], 2, 2},
                filters.type(),
                () -> UpsamplingPhases.taps(filters.values().get(), py, px));
    }

    @Override
    public Value maxPool2d(Value x, int kernel, int stride) {
        fit(x.rank() == 4 && kernel <= x.dim(2) && kernel <= x.dim(3), x, "windows of " + kernel);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", new long[] {kernel, kernel});
        attributes.put("strides", new long[] {stride, stride});
        String name = graph.node("MaxPool", graph.path("maxPool"), attributes, used(x));
        return Value.of(name, x.dim(0), x.dim(1), (x.dim(2) - kernel) / stride + 1, (x.dim(3) - kernel) / stride + 1);
    }

    /** A whole multiple is one node; else rows and columns are gathered by their exact numbers. */
    @Override
    public Value upsampleNearest2d(Value x, int height, int width) {
        int[] shape = {x.dim(0), x.dim(1), height, width};
        String path = graph.path("upsample");
        if (height % x.dim(2) == 0 && width % x.dim(3) == 0) {
            Tensor scales = Tensor.of(new float[] {1, 1, (float) height / x.dim(2), (float) width / x.dim(3)}, 4);
            String factors = graph.exactFloats("scales" + Arrays.toString(scales.data()), scales);
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("mode", "nearest");
            attributes.put("coordinate_transformation_mode", "asymmetric");
            attributes.put("nearest_mode", "floor");
            return Value.of(graph.node("Resize", path, attributes, used(x), "", factors), shape);
        }
        graph.dependsOnSize();
        String rows = graph.node(
                "Gather", path + "/rows", Map.of("axis", 2L), used(x), graph.integers(nearest(x.dim(2), height)));
        String columns = graph.node("Gather", path, Map.of("axis", 3L), rows, graph.integers(nearest(x.dim(3), width)));
        return Value.of(columns, shape);
    }

    private static long[] nearest(int from, int to) {
        return IntStream.range(0, to).mapToLong(i -> (long) i * from / to).toArray();
    }

    @Override
    public Value interleave2d(List<Value> phases) {
        Value first = phases.get(0);
        phases.forEach(phase -> same(first, phase));
        Value stacked = concat(phases, 1);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("blocksize", 2L);
        attributes.put("mode", "DCR");
        return Value.of(
                graph.node("DepthToSpace", graph.path("interleave"), attributes, stacked.name()),
                first.dim(0),
                first.dim(1),
                2 * first.dim(2),
                2 * first.dim(3));
    }

    /** ONNX's operator puts the channels last within a block; a gather brings them to the front. */
    @Override
    public Value pixelUnshuffle(Value x, int factor) {
        fit(x.dim(2) % factor == 0 && x.dim(3) % factor == 0, x, factor);
        int c = x.dim(1);
        int block = factor * factor;
        String path = graph.path("unshuffle");
        String blocks = graph.node("SpaceToDepth", path + "/blocks", Map.of("blocksize", (long) factor), used(x));
        long[] order = IntStream.range(0, c * block)
                .mapToLong(i -> (long) i % block * c + i / block)
                .toArray();
        String name = graph.node("Gather", path, Map.of("axis", 1L), blocks, graph.integers(order));
        return Value.of(name, x.dim(0), c * block, x.dim(2) / factor, x.dim(3) / factor);
    }

    @Override
    public Value pixelShuffle(Value x, int factor) {
        fit(x.dim(1) % (factor * factor) == 0, x, factor);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("blocksize", (long) factor);
        attributes.put("mode", "CRD");
        return Value.of(
                graph.node("DepthToSpace", graph.path("shuffle"), attributes, used(x)),
                x.dim(0),
                x.dim(1) / (factor * factor),
                x.dim(2) * factor,
                x.dim(3) * factor);
    }

    // ---- normalisation ----------------------------------------------------------------------------------------------

    @Override
    public Value groupNorm(Value x, int groups, Value gamma, Value beta, float epsilon) {
        fit(x.rank() == 4 && x.dim(1) % groups == 0, x, groups);
        String path = layer(gamma, "groupNorm");
        String normalised =
                norms.group(x, groups, exact(x, path), exact(gamma, path), exact(beta, path), epsilon, path);
        return rounded(normalised, path, x.shape());
    }

    @Override
    public Value groupMoments(Value x, int groups) {
        fit(x.rank() == 4 && x.dim(1) % groups == 0, x, groups);
        String path = graph.path("moments");
        String moments = norms.moments(exact(x, path), groups, path);
        return rounded(moments, path, x.dim(0), groups, 2);
    }

    @Override
    public Value normaliseGroups(Value x, Value moments, Value gamma, Value beta, float epsilon) {
        fit(moments.rank() == 3 && moments.dim(0) == x.dim(0) && moments.dim(2) == 2, x, moments);
        fit(x.rank() == 4 && x.dim(1) % moments.dim(1) == 0, x, moments);
        String path = layer(gamma, "groupNorm");
        String normalised = norms.byMoments(
                exact(x, path),
                moments.dim(1),
                exact(moments, path),
                exact(gamma, path),
                exact(beta, path),
                epsilon,
                path);
        return rounded(normalised, path, x.shape());
    }

    @Override
    public Value layerNorm(Value x, Value gamma, Value beta, float epsilon) {
        fit(gamma.dim(0) == x.dim(x.rank() - 1), x, gamma);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("axis", -1L);
        attributes.put("epsilon", epsilon);
        String path = layer(gamma, "layerNorm");
        return Value.of(
                graph.node("LayerNormalization", path, attributes, used(x), used(gamma), used(beta)), x.shape());
    }

    @Override
    public Value channelRmsNorm(Value x, Value gain, float epsilon) {
        fit(x.rank() == 4 && gain.dim(0) == x.dim(1), x, gain);
        String path = layer(gain, "rmsNorm");
        String normalised = norms.channelRms(exact(x, path), exact(gain, path), epsilon, path);
        return rounded(normalised, path, x.shape());
    }

    // ---- tokens -----------------------------------------------------------------------------------------------------

    /** One matrix product with bias; a sequence is seen as one long matrix before it and as a sequence after it. */
    @Override
    public Value linear(Value x, Value weight, Value bias) {
        int in = x.dim(x.rank() - 1);
        fit(weight.rank() == 2 && in == weight.dim(1), x, weight);
        int[] shape = x.shape();
        shape[shape.length - 1] = weight.dim(0);
        String path = layer(weight, "linear");
        boolean rows = x.rank() == 2;
        String matrix =
                rows ? used(x) : graph.node("Reshape", path + "/rows", Map.of(), used(x), graph.integers(-1, in));
        Optional<LayerQuantisation> layer = quantisation(weight);
        Map<String, Object> attributes = Map.of("transB", 1L);
        String product = layer.isPresent()
                ? quantised.multiply(matrix, weight.constant().get(), bias == null ? "" : used(bias), layer.get(), path)
                : bias == null
                        ? graph.node("Gemm", path, attributes, matrix, used(weight))
                        : graph.node("Gemm", path, attributes, matrix, used(weight), used(bias));
        if (rows) {
            return Value.of(product, shape);
        }
        graph.dependsOnSize();
        long[] axes = Arrays.stream(shape).asLongStream().toArray();
        return Value.of(graph.node("Reshape", path + "/tokens", Map.of(), product, graph.integers(axes)), shape);
    }

    @Override
    public Value attention(Value q, Value k, Value v, int heads) {
        return attention(q, k, v, heads, false);
    }

    @Override
    public Value causalAttention(Value q, Value k, Value v, int heads) {
        same(q, k);
        return attention(q, k, v, heads, true);
    }

    /** One node, which never holds the table of all weights at once where it can work in blocks. */
    private Value attention(Value q, Value k, Value v, int heads, boolean causal) {
        fit(q.rank() == 3 && q.dim(2) % heads == 0, q, heads);
        fit(k.rank() == 3 && q.dim(0) == k.dim(0) && q.dim(2) == k.dim(2), q, k);
        same(k, v);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("num_heads", (long) heads);
        if (causal) {
            attributes.put("unidirectional", 1L);
        }
        String name =
                graph.contributed("MultiHeadAttention", graph.path("attention"), attributes, used(q), used(k), used(v));
        return Value.of(name, q.shape());
    }

    /** Windows are samples of their own; bias and mask become one addend. */
    @Override
    public Value windowAttention(Value q, Value k, Value v, Value bias, Value mask, int heads) {
        same(q, k);
        same(q, v);
        int length = bias.dim(bias.rank() - 1);
        fit(Arrays.equals(bias.shape(), new int[] {1, heads, length, length}) && q.dim(1) % length == 0, q, bias);
        int windows = q.dim(1) / length;
        fit(mask == null || Arrays.equals(mask.shape(), new int[] {windows, 1, length, length}), q, mask);
        fit(q.dim(2) % heads == 0, q, heads);
        graph.dependsOnSize();
        String path = graph.path("attention");
        String added = used(bias);
        if (mask != null) {
            String one = graph.node("Add", path + "/mask", Map.of(), added, used(mask));
            String[] copies = Collections.nCopies(q.dim(0), one).toArray(String[]::new);
            added = q.dim(0) == 1 ? one : graph.node("Concat", path + "/masks", Map.of("axis", 0L), copies);
        }
        String window = graph.integers(-1, length, q.dim(2));
        String attended = graph.contributed(
                "MultiHeadAttention",
                path,
                Map.of("num_heads", (long) heads),
                graph.node("Reshape", path + "/q", Map.of(), used(q), window),
                graph.node("Reshape", path + "/k", Map.of(), used(k), window),
                graph.node("Reshape", path + "/v", Map.of(), used(v), window),
                "",
                "",
                added);
        String whole = graph.integers(q.dim(0), q.dim(1), q.dim(2));
        return Value.of(graph.node("Reshape", path + "/whole", Map.of(), attended, whole), q.shape());
    }

    @Override
    public Value selectTokens(Value x, int[] order) {
        fit(x.rank() == 3 && order.length > 0, x, order.length + " tokens");
        for (int token : order) {
            fit(token >= 0 && token < x.dim(1), x, "token " + token);
        }
        graph.dependsOnSize();
        String path = graph.path("select");
        String tokens = graph.order(path + "/order", order);
        String name = graph.node("Gather", path, Map.of("axis", 1L), used(x), tokens);
        return Value.of(name, x.dim(0), order.length, x.dim(2));
    }

    @Override
    public Value embedding(Value ids, Value table) {
        fit(ids.rank() == 2 && table.rank() == 2, ids, table);
        String path = layer(table, "embedding");
        // Token numbers do not survive a narrower type.
        String numbers = exact(ids, path);
        String rows = graph.node("Cast", path + "/ids", Map.of("to", 7L), numbers);
        return Value.of(
                graph.node("Gather", path, Map.of("axis", 0L), used(table), rows),
                ids.dim(0),
                ids.dim(1),
                table.dim(1));
    }

    @Override
    public Value mapToTokens(Value x) {
        String path = graph.path("tokens");
        String flat = graph.node("Reshape", path + "/pixels", Map.of(), used(x), graph.integers(0, 0, -1));
        String name = graph.node("Transpose", path, Map.of("perm", new long[] {0, 2, 1}), flat);
        return Value.of(name, x.dim(0), x.dim(2) * x.dim(3), x.dim(1));
    }

    @Override
    public Value tokensToMap(Value x, int height, int width) {
        fit(x.dim(1) == height * width, x, height + " x " + width);
        graph.dependsOnSize();
        String path = graph.path("map");
        String planes = graph.node("Transpose", path + "/planes", Map.of("perm", new long[] {0, 2, 1}), used(x));
        String name = graph.node("Reshape", path, Map.of(), planes, graph.integers(0, 0, height, width));
        return Value.of(name, x.dim(0), x.dim(2), height, width);
    }

    // ---- structure --------------------------------------------------------------------------------------------------

    @Override
    public Value concat(List<Value> parts, int axis) {
        for (Value part : parts) {
            int[] other = part.shape();
            fit(other.length == parts.get(0).rank(), parts.get(0), part);
            other[axis] = parts.get(0).dim(axis);
            fit(Arrays.equals(other, parts.get(0).shape()), parts.get(0), part);
        }
        int[] shape = parts.get(0).shape();
        shape[axis] = parts.stream().mapToInt(p -> p.dim(axis)).sum();
        String[] names = parts.stream().map(this::used).toArray(String[]::new);
        return Value.of(graph.node("Concat", graph.path("concat"), Map.of("axis", (long) axis), names), shape);
    }

    @Override
    public Value slice(Value x, int axis, int from, int to) {
        fit(from >= 0 && from < to && to <= x.dim(axis), x, "elements " + from + " to " + to + " of axis " + axis);
        int channels = x.rank() == 4 ? 1 : x.rank() - 1;
        if (axis != channels) {
            graph.dependsOnSize();
        }
        int[] shape = x.shape();
        shape[axis] = to - from;
        String name = graph.node(
                "Slice",
                graph.path("slice"),
                Map.of(),
                used(x),
                graph.integers(from),
                graph.integers(to),
                graph.integers(axis));
        return Value.of(name, shape);
    }

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** Returns how a layer's input is quantised; what is made of a layer's weight counts as that layer. */
    private Optional<LayerQuantisation> quantisation(Value weight) {
        return weight.constant().flatMap(constant -> table.of(constant.name().replaceFirst("/.*", "")));
    }

    private Value emit(String operator, String name, int[] shape, Value... inputs) {
        String[] names = Arrays.stream(inputs).map(this::used).toArray(String[]::new);
        return Value.of(graph.node(operator, graph.path(name), Map.of(), names), shape);
    }

    /** Returns a float32 value in the graph's type; who asks for the exact value gets what it was made of. */
    private Value rounded(String exact, String path, int... shape) {
        Value value = Value.of(graph.rounded(exact, path + "/rounded"), shape);
        exactForms.put(value.name(), exact);
        return value;
    }

    private String exact(Value x, String path) {
        String known = exactForms.get(x.name());
        return known != null ? known : graph.exact(used(x), path + "/exact");
    }

    /** Returns the name of a value, and puts it into the graph if it is a parameter. */
    String used(Value value) {
        return value.constant().map(graph::parameter).orElse(value.name());
    }

    /** Returns the name of a layer: the key of its parameter without the last part, or a name in the scope. */
    private String layer(Value parameter, String otherwise) {
        return parameter
                .constant()
                .map(constant -> constant.name().replaceFirst("\\.weight(?=/|$)", ""))
                .orElseGet(() -> graph.path(otherwise));
    }

    private static void same(Value a, Value b) {
        fit(Arrays.equals(a.shape(), b.shape()), a, b);
    }

    /** Refuses shapes that do not fit while the graph is written: the engine would do so only when it is loaded. */
    private static void fit(boolean fits, Value x, Object other) {
        if (!fits) {
            String second = other instanceof Value value ? Arrays.toString(value.shape()) : other.toString();
            throw new IllegalArgumentException(Arrays.toString(x.shape()) + " does not fit " + second);
        }
    }
}
