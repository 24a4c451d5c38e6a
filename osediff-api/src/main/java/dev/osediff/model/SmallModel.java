package dev.osediff.model;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.quantised.QuantisationTable;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model of the small architecture with its weights in memory, checked against its manifest: the file's length and SHA-256,
 * and every parameter of its three networks. Immutable and thread-safe; nothing to close.
 */
public final class SmallModel implements Model {
    private static final String ENCODER = "encoder.";
    private static final String UNET = "unet.";
    private static final String DECODER = "decoder.";
    private static final float TIMESTEPS = 1000;

    private final ModelManifest manifest;
    private final TensorSource all;
    private final TensorSource encoderWeights;
    private final TensorSource unetWeights;
    private final TensorSource decoderWeights;
    private final Map<String, QuantisationTable> quantisation;

    private SmallModel(ModelManifest manifest, TensorSource all, Map<String, QuantisationTable> quantisation) {
        this.manifest = manifest;
        this.all = all;
        this.quantisation = Map.copyOf(quantisation);
        this.encoderWeights = PrefixedTensors.of(all, ENCODER);
        this.unetWeights = PrefixedTensors.of(all, UNET);
        this.decoderWeights = PrefixedTensors.of(all, DECODER);
    }

    /**
     * Checks and wraps.
     *
     * @throws ModelException if manifest and weights do not belong together
     */
    static SmallModel of(ModelManifest manifest, byte[] weights, String origin) {
        Digests.require(weights, manifest.weightsBytes(), manifest.weightsSha256(), origin);
        TensorSource source = SafeTensorsFile.of(weights, origin);
        SmallModel model = new SmallModel(manifest, source, Map.of());
        Set<String> unknown = new TreeSet<>(source.names());
        check(model.encoder(), model.encoderWeights, ENCODER, unknown);
        check(model.denoiser(), model.unetWeights, UNET, unknown);
        check(model.decoder(), model.decoderWeights, DECODER, unknown);
        if (!unknown.isEmpty()) {
            throw new ModelException(new Problem(
                    "weights " + origin,
                    unknown.size() + " tensors that the architecture does not have, among them "
                            + unknown.iterator().next(),
                    "the parameters of the sizes in the manifest and no others",
                    "Weights and manifest do not belong together; take both from one folder."));
        }
        return model;
    }

    private static void check(Network network, TensorSource weights, String prefix, Set<String> unknown) {
        Map<String, int[]> shapes = ParameterShapes.of(network, weights.names());
        shapes.forEach((name, shape) -> {
            boolean there = weights.names().contains(name);
            if (!there || !Arrays.equals(weights.shape(name), shape)) {
                throw new ModelException(new Problem(
                        "tensor " + prefix + name + " of " + weights.origin(),
                        there ? "shape " + Arrays.toString(weights.shape(name)) : "no such tensor",
                        "shape " + Arrays.toString(shape),
                        "Weights and manifest do not belong together; take both from one folder."));
            }
            unknown.remove(prefix + name);
        });
    }

    @Override
    public String name() {
        return manifest.name();
    }

    @Override
    public String sha256() {
        return manifest.weightsSha256();
    }

    @Override
    public String identity() {
        return Digests.ofText(sha256() + manifest.autoencoder() + manifest.unet() + new TreeMap<>(quantisation));
    }

    @Override
    public Map<String, QuantisationTable> quantisation() {
        return quantisation;
    }

    /** Returns the same model with layers that can compute in 8 bits. */
    SmallModel quantised(Map<String, QuantisationTable> tables) {
        return new SmallModel(manifest, all, tables);
    }

    /** Returns the layers of each network by its name. */
    Map<String, Set<String>> layerKeys() {
        return LayerKeys.of(Map.of(
                encoder(), encoderWeights.names(), denoiser(), unetWeights.names(), decoder(), decoderWeights.names()));
    }

    /** Does nothing: the weights are in memory. */
    @Override
    public void close() {}

    /** Returns what the model says of itself. */
    public ModelManifest manifest() {
        return manifest;
    }

    /** Returns the encoder: picture [1, 3, H, W] in [-1, 1] to latent. */
    public SmallEncoder encoder() {
        return new SmallEncoder(manifest.autoencoder());
    }

    /** Returns the denoiser: latent and {@link #timeSinusoid()} to flow. */
    public SmallUNet denoiser() {
        return new SmallUNet(manifest.unet());
    }

    /** Returns the decoder: latent to picture, nominally in [-1, 1]. */
    public SmallDecoder decoder() {
        return new SmallDecoder(manifest.autoencoder());
    }

    /** Returns the encoder's parameters. */
    public TensorSource encoderWeights() {
        return encoderWeights;
    }

    /** Returns the denoiser's parameters. */
    public TensorSource denoiserWeights() {
        return unetWeights;
    }

    /** Returns the decoder's parameters. */
    public TensorSource decoderWeights() {
        return decoderWeights;
    }

    /** Returns the sinusoid of the one timestep, [1, timeChannels]. */
    public Tensor timeSinusoid() {
        return SinusoidalEmbedding.of(
                new float[] {TIMESTEPS * manifest.timestep()}, manifest.unet().timeChannels());
    }
}
