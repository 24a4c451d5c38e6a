package dev.osediff.model;

import dev.osediff.network.ram.RamConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the folder of an imported tagger says of itself. Read strictly. Immutable.
 *
 * @param format version of this form, {@link #FORMAT}
 * @param name of the tagger
 * @param architecture {@link #ARCHITECTURE}
 * @param network its sizes
 * @param dtype element type of the weights: fp32, bf16 or fp16
 * @param files length and digest of each other file of the folder
 * @param parameters their number
 * @param licences of what it was made from, where they are known
 * @param sources the files it was made from
 * @param importedWith what made it
 */
record RamManifest(
        int format,
        String name,
        String architecture,
        RamConfig network,
        String dtype,
        Map<String, StableDiffusionManifest.FileStamp> files,
        long parameters,
        List<String> licences,
        List<StableDiffusionManifest.Source> sources,
        String importedWith) {
    static final int FORMAT = 1;
    static final String ARCHITECTURE = "osediff-ram";
    static final String WEIGHTS = "model.safetensors";
    static final String TAGS = "tags.txt";
    static final String THRESHOLDS = "thresholds.txt";

    /** Keeps the map's order. */
    RamManifest {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        licences = List.copyOf(licences);
        sources = List.copyOf(sources);
    }

    /** Throws if the form is another version's. */
    void check(String origin) {
        ManifestJson.require(format == FORMAT, origin, "format " + format, "format " + FORMAT);
        for (String file : List.of(WEIGHTS, TAGS, THRESHOLDS)) {
            ManifestJson.require(files.containsKey(file), origin, "no digest of " + file, "one of each file");
        }
    }
}
