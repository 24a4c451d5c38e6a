package dev.osediff.model;

import dev.osediff.model.rrdb.RrdbLayout;
import dev.osediff.network.rrdb.RrdbConfig;

/**
 * What the folder of an imported GAN says of itself. Read strictly. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param name of the model
 * @param architecture {@link #ARCHITECTURE}
 * @param network its sizes
 * @param dtype element type of the weights: fp32, bf16 or fp16
 * @param weights length and digest of the file {@link #WEIGHTS}
 * @param parameters their number
 * @param licence of the weights, as who imported them stated it
 * @param source the file it was made from
 * @param layout how that file names its tensors
 * @param importedWith what made it
 */
record RrdbManifest(
        int format,
        String name,
        String architecture,
        RrdbConfig network,
        String dtype,
        StableDiffusionManifest.FileStamp weights,
        long parameters,
        String licence,
        StableDiffusionManifest.Source source,
        RrdbLayout layout,
        String importedWith) {
    static final int FORMAT = 1;
    static final String ARCHITECTURE = "osediff-rrdb";
    static final String WEIGHTS = "rrdb.safetensors";

    /** Throws if the form is another version's. */
    void check(String origin) {
        ManifestJson.require(format == FORMAT, origin, "format " + format, "format " + FORMAT);
    }
}
