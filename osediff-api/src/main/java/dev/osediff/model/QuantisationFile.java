package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.Quantisation;
import dev.osediff.network.quantised.QuantisationTable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@value #FILE} in a model folder: the layers that can compute in 8 bits. Read strictly. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param modelSha256 of the weights that the levels were measured with
 * @param networks layers by network, then by the checkpoint key of their weight
 */
record QuantisationFile(int format, String modelSha256, Map<String, Map<String, Levels>> networks) {
    static final String FILE = "quantisation.json";
    static final int FORMAT = 1;

    /** Most bytes of a file: full Stable Diffusion has 300 layers of 150 bytes. */
    static final int MOST_BYTES = 1 << 20;

    /** A layer's input and output as numbers; see {@link LayerQuantisation}. */
    record Levels(float inputScale, int inputZeroPoint, float outputScale, int outputZeroPoint) {
        static Levels of(LayerQuantisation layer) {
            return new Levels(
                    layer.input().scale(),
                    layer.input().zeroPoint(),
                    layer.output().scale(),
                    layer.output().zeroPoint());
        }

        LayerQuantisation layer() {
            return new LayerQuantisation(
                    new Quantisation(inputScale, inputZeroPoint), new Quantisation(outputScale, outputZeroPoint));
        }
    }

    static QuantisationFile of(String modelSha256, Map<String, QuantisationTable> tables) {
        Map<String, Map<String, Levels>> networks = new TreeMap<>();
        tables.forEach((network, table) -> {
            Map<String, Levels> layers = new TreeMap<>();
            table.layers().forEach((key, layer) -> layers.put(key, Levels.of(layer)));
            networks.put(network, layers);
        });
        return new QuantisationFile(FORMAT, modelSha256, networks);
    }

    byte[] toJson() {
        return ManifestJson.write(this);
    }

    /**
     * Reads and checks.
     *
     * @param sha256 of the model that it is to belong to
     * @param names layers by network: every layer must be one of them
     * @throws ModelException if it is damaged or belongs to another model
     */
    static Map<String, QuantisationTable> read(
            byte[] json, String origin, String sha256, Map<String, Set<String>> names) {
        QuantisationFile file = ManifestJson.read(json, QuantisationFile.class, origin);
        ManifestJson.require(file.format == FORMAT, origin, "format " + file.format, "format " + FORMAT);
        ManifestJson.require(
                file.modelSha256.equals(sha256),
                origin,
                "levels of weights with SHA-256 " + file.modelSha256,
                "this model's weights, " + sha256);
        Map<String, QuantisationTable> tables = new TreeMap<>();
        file.networks.forEach((network, layers) -> {
            ManifestJson.require(names.containsKey(network), origin, "network " + network, "one of " + names.keySet());
            tables.put(network, table(network, layers, names.get(network), origin));
        });
        return tables;
    }

    private static QuantisationTable table(
            String network, Map<String, Levels> layers, Set<String> names, String origin) {
        Map<String, LayerQuantisation> read = new TreeMap<>();
        layers.forEach((key, levels) -> {
            ManifestJson.require(names.contains(key), origin, "layer " + key, "the layers of " + network);
            try {
                read.put(key, levels.layer());
            } catch (IllegalArgumentException e) {
                throw ManifestJson.invalid(
                        origin, "layer " + key + ": " + e.getMessage(), "levels as 'osediff quantize' writes them", e);
            }
        });
        return new QuantisationTable(read);
    }
}
