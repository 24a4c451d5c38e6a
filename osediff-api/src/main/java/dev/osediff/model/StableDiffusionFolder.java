package dev.osediff.model;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.prompt.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Opens the folder of an imported model. */
final class StableDiffusionFolder {
    static final String UNET = "unet.safetensors";
    static final String AUTOENCODER = "vae.safetensors";
    static final String TEXT_ENCODER = "text_encoder.safetensors";
    static final String TOKENIZER = "tokenizer/";

    private static final List<String> WEIGHTS = List.of(UNET, AUTOENCODER, TEXT_ENCODER);
    private static final int MOST_TEXT_BYTES = 64 << 20;

    private StableDiffusionFolder() {}

    /** Reads the manifest's files, compares all of them with their digests and checks every tensor's shape. */
    static StableDiffusionModel open(Path folder, byte[] json, KnownDigests known) {
        String origin = folder.resolve(ModelManifest.FILE).toString();
        StableDiffusionManifest manifest = ManifestJson.read(json, StableDiffusionManifest.class, origin);
        check(manifest, origin);
        Map<String, SafeTensorsFile> weights = new LinkedHashMap<>();
        try {
            for (String name : WEIGHTS) {
                weights.put(name, SafeTensorsFile.open(folder.resolve(name)));
            }
            weights.entrySet().parallelStream().forEach(entry -> {
                Path path = folder.resolve(entry.getKey());
                SafeTensorsFile file = entry.getValue();
                require(manifest, entry.getKey(), file, () -> known.sha256(path, file::sha256));
            });
            known.save();
            Map<String, String> digests = new TreeMap<>();
            manifest.files().forEach((name, stamp) -> digests.put(name, stamp.sha256()));
            return new StableDiffusionModel(
                    manifest.name(),
                    Digests.ofFiles(digests),
                    manifest.settings(),
                    new StableDiffusionModel.Weights(
                            weights.get(UNET), weights.get(AUTOENCODER), weights.get(TEXT_ENCODER)),
                    tokenizer(folder, manifest),
                    List.copyOf(weights.values()));
        } catch (RuntimeException | Error e) {
            Resources.close(List.copyOf(weights.values()));
            throw e;
        }
    }

    private static void check(StableDiffusionManifest manifest, String origin) {
        int format = manifest.format();
        ManifestJson.require(
                format == StableDiffusionManifest.FORMAT,
                origin,
                "format " + format,
                "format " + StableDiffusionManifest.FORMAT);
        for (String name : WEIGHTS) {
            ManifestJson.require(
                    manifest.files().containsKey(name),
                    origin,
                    "no entry for " + name,
                    "length and SHA-256 of " + name);
        }
        for (String name : manifest.files().keySet()) {
            ManifestJson.require(
                    name.matches("(tokenizer/)?[A-Za-z0-9][A-Za-z0-9._-]*"),
                    origin,
                    "file " + name,
                    "names in this folder or its folder tokenizer");
        }
    }

    private static void require(
            StableDiffusionManifest manifest, String name, SafeTensorsFile file, Supplier<String> digest) {
        StableDiffusionManifest.FileStamp stamp = manifest.files().get(name);
        Digests.require(file.size(), digest, stamp.bytes(), stamp.sha256(), file.origin());
    }

    private static ClipTokenizer tokenizer(Path folder, StableDiffusionManifest manifest) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        manifest.files().forEach((name, stamp) -> {
            if (name.startsWith(TOKENIZER)) {
                Path path = folder.resolve(name);
                byte[] content = read(path);
                Digests.require(content, stamp.bytes(), stamp.sha256(), path.toString());
                files.put(name.substring(TOKENIZER.length()), content);
            }
        });
        return ClipTokenizer.of(files, folder.resolve(TOKENIZER).toString());
    }

    static byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_TEXT_BYTES) {
                String found = Files.isRegularFile(file)
                        ? Files.size(file) + " bytes"
                        : Files.exists(file) ? "not a file" : "no such file";
                throw unreadable(file, found, null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    private static ModelException unreadable(Path file, String found, Throwable cause) {
        return new ModelException(
                new Problem(
                        "file " + file,
                        found,
                        "a file of at most " + MOST_TEXT_BYTES + " bytes",
                        "The folder is incomplete; copy or import it again."),
                cause);
    }
}
