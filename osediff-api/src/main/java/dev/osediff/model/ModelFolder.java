package dev.osediff.model;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.quantised.QuantisationTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/** Model folders: a {@code manifest.json} and the files that it names. Stateless and thread-safe. */
public final class ModelFolder {
    private static final Pattern GRAPH_FILE = Pattern.compile("\\.onnx$", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCRIPT_ENTRY = Pattern.compile("[^/]*/code/.+\\.py");
    private static final String WEIGHTS = "model.safetensors";
    private static final long MOST_WEIGHT_BYTES = 1L << 30;

    private ModelFolder() {}

    /**
     * Reads and checks a model.
     *
     * @param folder a model folder; or a published GAN as it is, one file of {@link dev.osediff.model.rrdb.RrdbCheckpoint}'s
     *     layouts
     * @throws ModelException if the folder or a file is missing, damaged, or of another architecture
     */
    public static Model open(Path folder) {
        return open(folder, KnownDigests.NONE);
    }

    /**
     * Reads and checks a model; files whose digests are known are not read whole.
     *
     * @throws ModelException as {@link #open(Path)}
     */
    public static Model open(Path folder, KnownDigests known) {
        if (Files.isRegularFile(folder)) {
            requireData(folder);
            return RrdbFiles.openFile(folder, known);
        }
        if (!Files.isDirectory(folder)) {
            throw unreadable(folder, Files.exists(folder) ? "not a folder" : "no such folder", null);
        }
        Path manifestFile = folder.resolve(ModelManifest.FILE);
        if (!Files.exists(manifestFile) && PublishedModel.isBase(folder)) {
            throw PublishedModel.alone(folder);
        }
        byte[] json = read(manifestFile);
        String architecture = ManifestJson.architecture(json, manifestFile.toString());
        if (architecture.equals(StableDiffusionManifest.ARCHITECTURE)) {
            return quantised(folder, StableDiffusionFolder.open(folder, json, known));
        }
        if (architecture.equals(RrdbManifest.ARCHITECTURE)) {
            return quantised(folder, RrdbFiles.openFolder(folder, json, known));
        }
        ManifestJson.require(
                architecture.isEmpty() || architecture.equals(ModelManifest.ARCHITECTURE),
                manifestFile.toString(),
                "architecture " + architecture,
                ModelManifest.ARCHITECTURE + ", " + RrdbManifest.ARCHITECTURE + " or "
                        + StableDiffusionManifest.ARCHITECTURE);
        ModelManifest manifest = ModelManifest.parse(json, manifestFile.toString());
        Path weights = folder.resolve(manifest.weightsFile());
        SmallModel model = SmallModel.of(manifest, read(weights), weights.toString());
        Path levels = folder.resolve(QuantisationFile.FILE);
        return Files.exists(levels) ? model.quantised(levels(levels, model.sha256(), model.layerKeys())) : model;
    }

    private static StableDiffusionModel quantised(Path folder, StableDiffusionModel model) {
        Path levels = folder.resolve(QuantisationFile.FILE);
        if (!Files.exists(levels)) {
            return model;
        }
        try {
            return model.quantised(levels(levels, model.sha256(), model.layerKeys()));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static RrdbModel quantised(Path folder, RrdbModel model) {
        Path levels = folder.resolve(QuantisationFile.FILE);
        if (!Files.exists(levels)) {
            return model;
        }
        try {
            return model.quantised(levels(levels, model.sha256(), model.layerKeys()));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static Map<String, QuantisationTable> levels(Path file, String sha256, Map<String, Set<String>> names) {
        return QuantisationFile.read(read(file), file.toString(), sha256, names);
    }

    /**
     * Opens the published files as they are: adapters are merged while an engine reads.
     *
     * @param base a Stable Diffusion 2.1-base folder
     * @param osediff {@code osediff.pkl}, or another file of its layouts
     * @throws ModelException if a file is missing, damaged, or does not fit the others
     */
    public static StableDiffusionModel open(Path base, Path osediff) {
        return open(base, osediff, KnownDigests.NONE);
    }

    /**
     * Opens the published files as they are; those whose digests are known are not read whole.
     *
     * @throws ModelException as {@link #open(Path, Path)}
     */
    public static StableDiffusionModel open(Path base, Path osediff, KnownDigests known) {
        PublishedModel published = PublishedModel.open(base, osediff);
        try {
            return published.toModel(known);
        } catch (RuntimeException | Error e) {
            published.close();
            throw e;
        }
    }

    private static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unreadable(file, Files.exists(file) ? "not a file" : "no such file", null);
        }
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_WEIGHT_BYTES) {
                throw unreadable(file, bytes + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    /** Throws for files that only an engine opens: graphs, and programs. */
    private static void requireData(Path file) {
        if (GRAPH_FILE.matcher(file.toString()).find()) {
            throw new ModelException(new Problem(
                    "model " + file,
                    "an ONNX graph, which nothing on the class path opens",
                    "a model folder, or a published GAN's .pth file",
                    "Add osediff-ort, which opens ONNX models."));
        }
        if (isScript(file)) {
            throw new ModelException(new Problem(
                    "model " + file,
                    "a TorchScript archive, which is a program",
                    "data, or a file that the caller vouches for",
                    "If you trust its author as you would trust a program's, add osediff-djl and say so:"
                            + " SuperResolver.builder().trustedModel(file)."));
        }
    }

    private static boolean isScript(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .anyMatch(entry -> SCRIPT_ENTRY.matcher(entry.getName()).matches());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static ModelException unreadable(Path path, String found, Throwable cause) {
        Problem problem = new Problem(
                "model " + path,
                found,
                "a folder with " + ModelManifest.FILE + " and weights of at most " + MOST_WEIGHT_BYTES + " bytes",
                "Give the folder that holds " + ModelManifest.FILE + ", or leave the model out for the embedded one.");
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }

    /**
     * Writes a model in half precision; weights first, so that a manifest never names what is not there. Equal input gives
     * equal bytes.
     *
     * @param manifest its fields on the weights' file are filled in here
     * @param parameters named {@code encoder.*}, {@code unet.*} and {@code decoder.*}
     * @return the manifest as written
     * @throws OutputException if the folder cannot be written to
     */
    public static ModelManifest write(Path folder, ModelManifest manifest, Map<String, Tensor> parameters) {
        try {
            Files.createDirectories(folder);
            ByteArrayOutputStream weights = new ByteArrayOutputStream();
            SafeTensorsWriter.write(weights, parameters, DataType.F16);
            byte[] content = weights.toByteArray();
            ModelManifest written = manifest.withWeights(WEIGHTS, Digests.sha256(content), content.length);
            FileReplacement.write(folder.resolve(WEIGHTS), content);
            FileReplacement.write(folder.resolve(ModelManifest.FILE), written.toJson());
            return written;
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "writing model " + folder,
                            e.toString(),
                            "a folder that can be written to",
                            "Check the folder, its rights and the free space."),
                    e);
        }
    }
}
