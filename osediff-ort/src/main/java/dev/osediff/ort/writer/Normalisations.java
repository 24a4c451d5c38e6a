package dev.osediff.ort.writer;

import dev.osediff.network.Tensor;
import java.util.Map;

/** Groups of nodes for normalisation, in float32, and for the activation that follows it. Takes and returns names of values. */
final class Normalisations {
    private final Graph graph;

    Normalisations(Graph graph) {
        this.graph = graph;
    }

    /** x · sigmoid(x), one pass. */
    String silu(String x, String path) {
        return graph.contributed("QuickGelu", path, Map.of("alpha", 1f), x);
    }

    /**
     * Mean and variance of each group, repeated for its channels, are what the engine's batch normalisation takes: gain and bias
     * then are part of the one pass over the map.
     */
    String group(Value x, int groups, String map, String gamma, String beta, float epsilon, String path) {
        String rows = graph.node("Reshape", path + "/groups", Map.of(), map, graph.integers(0, groups, -1));
        String mean = mean(rows, 2, path + "/mean");
        String variance = variance(rows, mean, path);
        Tensor zeros = Tensor.zeros(1, 1, x.dim(1) / groups);
        String channels = graph.exactFloats("zeros_" + zeros.dim(2), zeros);
        String means = graph.node("Add", path + "/means", Map.of(), mean, channels);
        String variances = graph.node("Add", path + "/variances", Map.of(), variance, channels);
        if (x.dim(0) == 1) {
            String meanVector = graph.node("Reshape", path + "/meanVector", Map.of(), means, graph.integers(-1));
            String varianceVector =
                    graph.node("Reshape", path + "/varianceVector", Map.of(), variances, graph.integers(-1));
            return graph.node(
                    "BatchNormalization",
                    path,
                    Map.of("epsilon", epsilon),
                    map,
                    gamma,
                    beta,
                    meanVector,
                    varianceVector);
        }
        long c = x.dim(1);
        String root = root(
                graph.node("Reshape", path + "/variancePlane", Map.of(), variances, graph.integers(0, c, 1, 1)),
                epsilon,
                path);
        String meanPlane = graph.node("Reshape", path + "/meanPlane", Map.of(), means, graph.integers(0, c, 1, 1));
        String centred = graph.node("Sub", path + "/centred", Map.of(), map, meanPlane);
        String gain = graph.node("Div", path + "/factor", Map.of(), perChannel(gamma, path + "/gamma"), root);
        String gained = graph.node("Mul", path + "/gain", Map.of(), centred, gain);
        return addPerChannel(gained, beta, path);
    }

    /** x [N, C, H, W] + parameter [C]. */
    String addPerChannel(String x, String parameter, String path) {
        return graph.node("Add", path, Map.of(), x, perChannel(parameter, path + "/plane"));
    }

    /** Mean and biased variance of each group. */
    String moments(String x, int groups, String path) {
        String rows = graph.node("Reshape", path + "/groups", Map.of(), x, graph.integers(0, groups, -1));
        String mean = mean(rows, 2, path + "/mean");
        String variance = variance(rows, mean, path);
        return graph.node("Concat", path, Map.of("axis", 2L), mean, variance);
    }

    /** Normalisation by given moments [N, groups, 2]. */
    String byMoments(String x, int groups, String moments, String gamma, String beta, float epsilon, String path) {
        String rows = graph.node("Reshape", path + "/groups", Map.of(), x, graph.integers(0, groups, -1));
        String mean = column(moments, 0, path + "/mean");
        String variance = column(moments, 1, path + "/variance");
        String root = root(variance, epsilon, path);
        String centred = graph.node("Sub", path + "/centred", Map.of(), rows, mean);
        String normalised = graph.node("Div", path + "/normalised", Map.of(), centred, root);
        return gainAndBias(like(normalised, x, path), gamma, beta, path);
    }

    /** x / √(mean over channels of x² + epsilon) · gain. */
    String channelRms(String x, String gain, float epsilon, String path) {
        String squares = graph.node("Mul", path + "/squares", Map.of(), x, x);
        String mean = mean(squares, 1, path + "/mean");
        String normalised = graph.node("Div", path + "/normalised", Map.of(), x, root(mean, epsilon, path));
        return graph.node("Mul", path, Map.of(), normalised, perChannel(gain, path + "/gain"));
    }

    /** The mean of squares of what is left without the mean: without it rounding would take what large means leave. */
    private String variance(String rows, String mean, String path) {
        String centred = graph.node("Sub", path + "/deviations", Map.of(), rows, mean);
        String squares = graph.node("Mul", path + "/squares", Map.of(), centred, centred);
        return mean(squares, 2, path + "/variance");
    }

    private String root(String variance, float epsilon, String path) {
        String shifted = graph.node("Add", path + "/epsilon", Map.of(), variance, graph.exactScalar(epsilon));
        return graph.node("Sqrt", path + "/deviation", Map.of(), shifted);
    }

    private String mean(String x, long axis, String path) {
        return graph.node("ReduceMean", path, Map.of("keepdims", 1L), x, graph.integers(axis));
    }

    private String column(String moments, long index, String path) {
        return graph.node(
                "Slice", path, Map.of(), moments, graph.integers(index), graph.integers(index + 1), graph.integers(2));
    }

    private String like(String x, String shape, String path) {
        String axes = graph.node("Shape", path + "/shape", Map.of(), shape);
        return graph.node("Reshape", path + "/map", Map.of(), x, axes);
    }

    private String gainAndBias(String x, String gamma, String beta, String path) {
        String gained = graph.node("Mul", path + "/gain", Map.of(), x, perChannel(gamma, path + "/gamma"));
        return graph.node("Add", path + "/bias", Map.of(), gained, perChannel(beta, path + "/beta"));
    }

    private String perChannel(String parameter, String path) {
        return graph.node("Reshape", path, Map.of(), parameter, graph.integers(1, -1, 1, 1));
    }
}
