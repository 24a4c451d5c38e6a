package dev.osediff.model;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.ram.TagList;
import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamFolding;
import dev.osediff.network.ram.RamTagger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An imported RAM tagger: its network, its parameters, which are read when an engine asks for them, and what it can say.
 * Thread-safe; close it after the engine has read what it needs.
 */
public final class RamModel implements AutoCloseable {
    private final RamManifest manifest;
    private final TagList tags;
    private final SafeTensorsFile file;
    private final Path path;

    private RamModel(RamManifest manifest, TagList tags, SafeTensorsFile file, Path path) {
        this.manifest = manifest;
        this.tags = tags;
        this.file = file;
        this.path = path;
    }

    /**
     * Opens the folder of a tagger. Everything is checked but the digest of the weights, which {@link #weights} checks.
     *
     * @param folder that {@link RamImport} wrote
     * @throws ModelException if the folder or a file is missing, damaged, or holds no tagger
     */
    public static RamModel open(Path folder) {
        Path manifestFile = folder.resolve(ModelManifest.FILE);
        if (!Files.isRegularFile(manifestFile)) {
            throw noTagger(folder, Files.isDirectory(folder) ? "no " + ModelManifest.FILE : "no such folder");
        }
        byte[] json = TagList.bytes(manifestFile);
        String architecture = ManifestJson.architecture(json, manifestFile.toString());
        if (!architecture.equals(RamManifest.ARCHITECTURE)) {
            throw noTagger(folder, "a model of architecture \"" + architecture + '"');
        }
        RamManifest manifest = ManifestJson.read(json, RamManifest.class, manifestFile.toString());
        manifest.check(manifestFile.toString());
        Path tagsFile = folder.resolve(RamManifest.TAGS);
        Path thresholdsFile = folder.resolve(RamManifest.THRESHOLDS);
        TagList tags = TagList.parse(
                whole(tagsFile, manifest), tagsFile.toString(),
                whole(thresholdsFile, manifest), thresholdsFile.toString());
        tags.requireLabels(manifest.network().labels(), manifestFile.toString());
        Path weights = folder.resolve(RamManifest.WEIGHTS);
        SafeTensorsFile file = SafeTensorsFile.open(weights);
        try {
            PartCheck.require(
                    new StableDiffusionModel.Part("RAM tagger", List.of(new RamTagger(manifest.network())), file));
            return new RamModel(manifest, tags, file, weights);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static byte[] whole(Path file, RamManifest manifest) {
        byte[] content = TagList.bytes(file);
        StableDiffusionManifest.FileStamp stamp =
                manifest.files().get(file.getFileName().toString());
        Digests.require(content, stamp.bytes(), stamp.sha256(), file.toString());
        return content;
    }

    private static ModelException noTagger(Path folder, String found) {
        return new ModelException(new Problem(
                "tagger " + folder,
                found,
                "a folder of a picture tagger",
                "Make one: osediff import --ram FILE --dape FILE --tags FILE -o DIR."));
    }

    /** Returns its name, for people and provenance. */
    public String name() {
        return manifest.name();
    }

    /**
     * Returns what tells this tagger from all others, 64 lower-case hexadecimal digits: a digest of its sizes, its weights, its
     * tags and its thresholds.
     */
    public String identity() {
        return Digests.ofText(manifest.network() + " " + manifest.files());
    }

    /** Returns the sizes. */
    public RamConfig config() {
        return manifest.network();
    }

    /** Returns what it can say. */
    public TagList tags() {
        return tags;
    }

    /** Returns the network: a picture that {@link dev.osediff.network.ram.RamPicture} prepared to a logit for each tag. */
    public RamTagger network() {
        return new RamTagger(config(), true);
    }

    /**
     * Returns the network's parameters, with what depends on no picture computed.
     *
     * @param known saves reading the file whole if its digest is known
     * @throws ModelException if the weights are not those that the manifest tells of
     */
    public TensorSource weights(KnownDigests known) {
        StableDiffusionManifest.FileStamp stamp = manifest.files().get(RamManifest.WEIGHTS);
        Digests.require(
                file.size(), () -> known.sha256(path, file::sha256), stamp.bytes(), stamp.sha256(), file.origin());
        known.save();
        return RamFolding.of(file, config());
    }

    /** Lets the file go; a second call does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
