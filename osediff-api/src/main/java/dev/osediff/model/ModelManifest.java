package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallUNetConfig;
import java.util.List;
import java.util.Map;

/**
 * What a model folder says of itself, its file {@code manifest.json}. Read strictly: an unknown or missing field is an
 * error. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param name of the model, for people and provenance
 * @param architecture {@link #ARCHITECTURE}
 * @param scale the enlargement it was trained for, where no other is asked for
 * @param processSize least short side it works at, in output pixels; 0 for none
 * @param timestep t of the one step, in (0, 1]
 * @param autoencoder sizes of encoder and decoder
 * @param unet sizes of the denoiser
 * @param weightsFile name of the weights beside the manifest
 * @param weightsSha256 of that file, lower-case hexadecimal
 * @param weightsBytes length of that file
 * @param licence SPDX name of the weights' licence
 * @param trainingCommand what repeats the training
 * @param trainingData what it was trained on
 * @param metrics figures by name, measured on pictures that were not trained on
 */
public record ModelManifest(
        int format,
        String name,
        String architecture,
        double scale,
        int processSize,
        float timestep,
        SmallAutoencoderConfig autoencoder,
        SmallUNetConfig unet,
        String weightsFile,
        String weightsSha256,
        long weightsBytes,
        String licence,
        String trainingCommand,
        List<TrainingData> trainingData,
        Map<String, Double> metrics) {
    /** The version of the form that this library writes and reads. */
    public static final int FORMAT = 1;

    /** The networks of {@code dev.osediff.network.small}, applied once. */
    public static final String ARCHITECTURE = "osediff-small";

    /** The manifest's name in a model folder. */
    public static final String FILE = "manifest.json";

    /**
     * One source of training pictures.
     *
     * @param title file or set
     * @param author whom to name
     * @param licence SPDX name
     * @param origin package or generator it comes from
     */
    public record TrainingData(String title, String author, String licence, String origin) {}

    /** Copies the collections. */
    public ModelManifest {
        trainingData = List.copyOf(trainingData);
        metrics = Map.copyOf(metrics);
    }

    /**
     * Reads a manifest.
     *
     * @param origin for error texts
     * @throws ModelException if it is not one, or of another form or architecture
     */
    static ModelManifest parse(byte[] json, String origin) {
        ModelManifest manifest = ManifestJson.read(json, ModelManifest.class, origin);
        manifest.check(origin);
        return manifest;
    }

    private void check(String origin) {
        ManifestJson.require(format == FORMAT, origin, "format " + format, "format " + FORMAT);
        ManifestJson.require(ARCHITECTURE.equals(architecture), origin, "architecture " + architecture, ARCHITECTURE);
        ManifestJson.require(scale > 1 && scale <= 8, origin, "scale " + scale, "above 1, at most 8");
        ManifestJson.require(timestep > 0 && timestep <= 1, origin, "timestep " + timestep, "above 0, at most 1");
        ManifestJson.require(
                processSize >= 0 && processSize <= 4096, origin, "processSize " + processSize, "0 to 4096");
        ManifestJson.require(
                autoencoder.latentChannels() == unet.latentChannels(),
                origin,
                "latent channels " + autoencoder.latentChannels() + " and " + unet.latentChannels(),
                "the same in autoencoder and unet");
        ManifestJson.require(
                autoencoder.imageChannels() == 3, origin, autoencoder.imageChannels() + " image channels", "3");
        ManifestJson.require(
                weightsFile.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                origin,
                "weightsFile " + weightsFile,
                "a file name without folders");
    }

    /** Returns the manifest as indented JSON in UTF-8. */
    byte[] toJson() {
        return ManifestJson.write(this);
    }

    /** Returns the same manifest for other weights. */
    ModelManifest withWeights(String file, String sha256, long bytes) {
        return new ModelManifest(
                format,
                name,
                architecture,
                scale,
                processSize,
                timestep,
                autoencoder,
                unet,
                file,
                sha256,
                bytes,
                licence,
                trainingCommand,
                trainingData,
                metrics);
    }
}
