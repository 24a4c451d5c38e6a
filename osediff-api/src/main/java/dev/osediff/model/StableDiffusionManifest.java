package dev.osediff.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an imported model folder says of itself. Read strictly. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param name of the model
 * @param architecture {@link #ARCHITECTURE}
 * @param settings what decides the computation besides the parameters
 * @param dtype element type of the weights: fp32, bf16 or fp16
 * @param files every file of the folder but this one, by its path, with length and SHA-256
 * @param parameters number of parameters of each part
 * @param licences licences of what it was made from
 * @param sources the files it was made from
 * @param importedWith what made it
 */
record StableDiffusionManifest(
        int format,
        String name,
        String architecture,
        StableDiffusionModel.Settings settings,
        String dtype,
        Map<String, FileStamp> files,
        Map<String, Long> parameters,
        List<String> licences,
        List<Source> sources,
        String importedWith) {
    static final int FORMAT = 1;
    static final String ARCHITECTURE = "osediff-stable-diffusion";

    /**
     * Length and digest of a file.
     *
     * @param bytes length
     * @param sha256 64 lower-case hexadecimal digits
     */
    record FileStamp(long bytes, String sha256) {}

    /**
     * A file that the model was made from.
     *
     * @param role what it is
     * @param file its name
     * @param bytes length
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Source(String role, String file, long bytes, String sha256) {}

    /** Keeps the maps' order. */
    StableDiffusionManifest {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        licences = List.copyOf(licences);
        sources = List.copyOf(sources);
    }
}
