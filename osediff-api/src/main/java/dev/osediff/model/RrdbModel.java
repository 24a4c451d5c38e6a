package dev.osediff.model;

import dev.osediff.network.TensorSource;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A GAN of the RRDB family (Real-ESRGAN, BSRGAN, LDL, ESRGAN): one network from picture to larger picture, and its
 * parameters, which are read when an engine asks for them. Thread-safe; close it after the last engine has read what it
 * needs.
 */
public final class RrdbModel implements Model {
    private final String name;
    private final String sha256;
    private final RrdbConfig config;
    private final TensorSource weights;
    private final Runnable resources;
    private final Map<String, QuantisationTable> quantisation;

    RrdbModel(String name, String sha256, RrdbConfig config, TensorSource weights, Runnable resources) {
        this(name, sha256, config, weights, resources, Map.of());
    }

    private RrdbModel(
            String name,
            String sha256,
            RrdbConfig config,
            TensorSource weights,
            Runnable resources,
            Map<String, QuantisationTable> quantisation) {
        this.name = name;
        this.sha256 = sha256;
        this.config = config;
        this.weights = weights;
        this.resources = resources;
        this.quantisation = Map.copyOf(quantisation);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public String identity() {
        return Digests.ofText(sha256 + config + new TreeMap<>(quantisation));
    }

    @Override
    public Map<String, QuantisationTable> quantisation() {
        return quantisation;
    }

    /** Returns the same model with layers that can compute in 8 bits. */
    RrdbModel quantised(Map<String, QuantisationTable> tables) {
        return new RrdbModel(name, sha256, config, weights, resources, tables);
    }

    /** Returns the layers of the network by its name. */
    Map<String, Set<String>> layerKeys() {
        return LayerKeys.of(Map.of(network(), weights.names()));
    }

    /** Returns the sizes. */
    public RrdbConfig config() {
        return config;
    }

    /** Returns the network: picture [1, c, H, W] in [0, 1] to picture [1, c, s·H, s·W], nominally in [0, 1]. */
    public RrdbNet network() {
        return new RrdbNet(config);
    }

    /** Returns its parameters. */
    public TensorSource weights() {
        return weights;
    }

    @Override
    public void close() {
        resources.run();
    }
}
