package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.diffusers.DiffusersFolder;
import dev.osediff.model.diffusers.OsediffCheckpoint;
import dev.osediff.prompt.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The published files, as they are: a Stable Diffusion 2.1-base folder and an OSEDiff checkpoint, joined when a tensor is
 * read. Thread-safe; close it to let the files go.
 */
final class PublishedModel implements AutoCloseable {
    private static final String NAME = "osediff-sd21";
    private static final List<String> TOKENIZER_FILES =
            List.of("vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json");

    private final DiffusersFolder base;
    private final OsediffCheckpoint checkpoint;
    private final Path checkpointFile;
    private final OsediffCheckpoint.FineTuned unet;
    private final OsediffCheckpoint.FineTuned autoencoder;

    private PublishedModel(DiffusersFolder base, OsediffCheckpoint checkpoint, Path checkpointFile) {
        this.base = base;
        this.checkpoint = checkpoint;
        this.checkpointFile = checkpointFile;
        this.unet = checkpoint.unet(base.unetWeights());
        this.autoencoder = checkpoint.autoencoder(base.autoencoderWeights());
    }

    /**
     * Opens both.
     *
     * @throws ModelException if one is missing, damaged or does not fit the other
     */
    static PublishedModel open(Path base, Path osediff) {
        DiffusersFolder folder = DiffusersFolder.open(base);
        OsediffCheckpoint checkpoint = null;
        try {
            checkpoint = OsediffCheckpoint.open(osediff);
            return new PublishedModel(folder, checkpoint, osediff);
        } catch (RuntimeException | Error e) {
            folder.close();
            if (checkpoint != null) {
                checkpoint.close();
            }
            throw e;
        }
    }

    /** Returns an error for a base folder that is given alone. */
    static ModelException alone(Path base) {
        return new ModelException(new Problem(
                "model " + base,
                "a Stable Diffusion folder without an OSEDiff checkpoint",
                "both: the base model alone does not enlarge pictures",
                "Give osediff.pkl as well: --osediff FILE, or SuperResolver.builder().model(folder, file)."));
    }

    /** Tells whether a folder looks like a base model. */
    static boolean isBase(Path folder) {
        return Files.isDirectory(folder.resolve("unet")) || Files.isRegularFile(folder.resolve("model_index.json"));
    }

    StableDiffusionModel.Settings settings() {
        return StableDiffusionModel.Settings.published(
                base.unet(), base.autoencoder(), base.textEncoder(), base.schedule());
    }

    StableDiffusionModel.Weights weights() {
        return new StableDiffusionModel.Weights(unet.tensors(), autoencoder.tensors(), base.textWeights());
    }

    /** Returns the tokenizer's files by name, as far as they are there. */
    Map<String, byte[]> tokenizerFiles() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : TOKENIZER_FILES) {
            Path file = base.tokenizer().resolve(name);
            if (Files.exists(file)) {
                files.put(name, StableDiffusionFolder.read(file));
            }
        }
        return files;
    }

    String name() {
        return NAME;
    }

    /** Returns the names in a part that the checkpoint replaces, and those that adapters are added to. */
    OsediffCheckpoint.FineTuned fineTuned(String part) {
        return switch (part) {
            case "unet" -> unet;
            case "vae" -> autoencoder;
            default -> OsediffCheckpoint.FineTuned.not(base.textWeights());
        };
    }

    /** Returns length and digest of every weight file, with its role. */
    List<StableDiffusionManifest.Source> sources(KnownDigests known) {
        List<Path> files = new ArrayList<>(base.weightFiles());
        files.add(checkpointFile);
        List<StableDiffusionManifest.Source> sources =
                files.parallelStream().map(file -> source(file, known)).toList();
        known.save();
        return sources;
    }

    private StableDiffusionManifest.Source source(Path file, KnownDigests known) {
        boolean ours = file.equals(checkpointFile);
        String name = ours
                ? file.getFileName().toString()
                : base.path().relativize(file).toString().replace('\\', '/');
        return new StableDiffusionManifest.Source(
                ours ? "OSEDiff checkpoint" : "base model",
                name,
                file.toFile().length(),
                known.sha256(file, () -> Digests.sha256(file)));
    }

    /** Returns the model, which reads from the files and closes them. */
    StableDiffusionModel toModel(KnownDigests known) {
        Map<String, String> digests = new TreeMap<>();
        sources(known).forEach(source -> digests.put(source.file(), source.sha256()));
        ClipTokenizer tokenizer =
                ClipTokenizer.of(tokenizerFiles(), base.tokenizer().toString());
        return new StableDiffusionModel(
                name(), Digests.ofFiles(digests), settings(), weights(), tokenizer, List.of(this));
    }

    @Override
    public void close() {
        Resources.close(List.of(checkpoint, base));
    }
}
