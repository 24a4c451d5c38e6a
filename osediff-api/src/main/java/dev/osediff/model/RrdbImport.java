package dev.osediff.model;

import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TensorEntry;
import dev.osediff.checkpoint.WrittenFile;
import dev.osediff.model.rrdb.RrdbCheckpoint;
import dev.osediff.model.rrdb.RrdbLayout;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.rrdb.RrdbConfig;
import dev.osediff.network.rrdb.RrdbNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns a published GAN of the RRDB family into a model folder. Nothing in the file is executed. Stateless. */
public final class RrdbImport {
    /** What is written where nobody stated a licence. */
    public static final String UNKNOWN_LICENCE = "not stated in the file; see where it was published";

    private RrdbImport() {}

    /**
     * What was imported.
     *
     * @param name of the model
     * @param config sizes
     * @param layout how the file named its tensors
     * @param parameters their number
     */
    public record Imported(String name, RrdbConfig config, RrdbLayout layout, long parameters) {}

    /**
     * Imports; equal input gives equal bytes.
     *
     * @param file {@code .pth} or safetensors, in a layout that {@link RrdbCheckpoint} knows
     * @param folder is made if absent; an older model there is replaced when the new one is whole
     * @param type of the weights written
     * @param licence of the weights, for the manifest
     * @throws dev.osediff.error.ModelException if the file is missing, damaged, or holds another network, or a value cannot be
     *     written
     * @throws dev.osediff.error.OutputException if the folder cannot be written to
     */
    public static Imported run(Path file, Path folder, ModelImport.WeightType type, String licence) {
        try (RrdbCheckpoint checkpoint = RrdbCheckpoint.open(file)) {
            RrdbFiles.require(checkpoint.config(), checkpoint);
            Map<String, int[]> shapes = ParameterShapes.of(new RrdbNet(checkpoint.config()), checkpoint.names());
            long parameters =
                    shapes.values().stream().mapToLong(Tensor::elements).sum();
            Imported imported =
                    new Imported(RrdbFiles.nameOf(file), checkpoint.config(), checkpoint.layout(), parameters);
            ModelImport.createFolder(folder);
            try (StagingFolder staging = StagingFolder.in(folder)) {
                WrittenFile written = write(checkpoint, shapes, staging.path().resolve(RrdbManifest.WEIGHTS), type);
                RrdbManifest manifest = manifest(imported, written, type, licence, source(file));
                ModelImport.replace(staging.path().resolve(ModelManifest.FILE), ManifestJson.write(manifest));
                staging.publish();
                return imported;
            } catch (IOException e) {
                throw ModelImport.unwritable(folder, e);
            }
        }
    }

    private static WrittenFile write(
            RrdbCheckpoint checkpoint, Map<String, int[]> shapes, Path file, ModelImport.WeightType type) {
        List<TensorEntry> entries = new ArrayList<>();
        shapes.forEach((name, shape) -> entries.add(new TensorEntry(name, type.dataType(), shape)));
        return SafeTensorsWriter.write(
                file, Map.of("format", "pt"), entries, name -> ModelImport.checked(checkpoint, name, type));
    }

    private static StableDiffusionManifest.Source source(Path file) throws IOException {
        return new StableDiffusionManifest.Source(
                "GAN checkpoint", file.getFileName().toString(), Files.size(file), Digests.sha256(file));
    }

    private static RrdbManifest manifest(
            Imported imported,
            WrittenFile written,
            ModelImport.WeightType type,
            String licence,
            StableDiffusionManifest.Source source) {
        return new RrdbManifest(
                RrdbManifest.FORMAT,
                imported.name(),
                RrdbManifest.ARCHITECTURE,
                imported.config(),
                type.name().toLowerCase(Locale.ROOT),
                new StableDiffusionManifest.FileStamp(written.bytes(), written.sha256()),
                imported.parameters(),
                licence,
                source,
                imported.layout(),
                "osediff import --gan");
    }
}
