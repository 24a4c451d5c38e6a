package dev.osediff.model;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TensorEntry;
import dev.osediff.checkpoint.WrittenFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.model.diffusers.OsediffCheckpoint;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.prompt.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Turns published files into one model folder: adapters merged, tensors that no network reads left out, every file's SHA-256
 * in the manifest. Reads one tensor at a time. Stateless.
 */
public final class ModelImport {
    private static final List<String> LICENCES = List.of(
            "CreativeML Open RAIL++-M (Stable Diffusion 2.1-base)", "Apache-2.0 (OSEDiff)", "MIT (CLIP vocabulary)");
    private static final float LARGEST_HALF = 65504;

    private ModelImport() {}

    /** Element type of the weights that are written. */
    public enum WeightType {
        /** IEEE single precision: exactly the published values. */
        FP32(DataType.F32),
        /** bfloat16: half the size, 8 bits of precision. */
        BF16(DataType.BF16),
        /** IEEE half precision: half the size, 11 bits of precision. */
        FP16(DataType.F16);

        private final DataType type;

        WeightType(DataType type) {
            this.type = type;
        }

        DataType dataType() {
            return type;
        }
    }

    /**
     * Imports.
     *
     * @param base the Stable Diffusion 2.1-base folder, as it is published
     * @param osediff {@code osediff.pkl}, or another file of its layouts
     * @param folder is made if absent; an older model there is replaced when the new one is whole
     * @param type of the weights written
     * @param progress hears the name of each part when its work begins
     * @return what became of each tensor
     * @throws ModelException if a file is missing, damaged, or does not fit the others, or a value cannot be written; an older
     *     model is still whole then
     * @throws OutputException if the folder cannot be written to
     */
    public static ImportReport run(Path base, Path osediff, Path folder, WeightType type, Consumer<String> progress) {
        try (PublishedModel published = PublishedModel.open(base, osediff)) {
            Map<String, byte[]> tokenizer = published.tokenizerFiles();
            StableDiffusionModel.requireFits(
                    ClipTokenizer.of(tokenizer, base.resolve("tokenizer").toString()),
                    published.settings().textEncoder());
            List<StableDiffusionModel.Part> parts =
                    StableDiffusionModel.parts(published.settings(), published.weights());
            parts.forEach(PartCheck::require);
            createFolder(folder);
            try (StagingFolder staging = StagingFolder.in(folder)) {
                ImportReport report = write(published, parts, tokenizer, staging.path(), type, progress);
                staging.publish();
                return report;
            } catch (IOException e) {
                throw unwritable(folder, e);
            }
        }
    }

    private static ImportReport write(
            PublishedModel published,
            List<StableDiffusionModel.Part> parts,
            Map<String, byte[]> tokenizer,
            Path folder,
            WeightType type,
            Consumer<String> progress) {
        createFolder(folder.resolve(StableDiffusionFolder.TOKENIZER));
        Map<String, StableDiffusionManifest.FileStamp> files = new TreeMap<>();
        Map<String, Long> parameters = new TreeMap<>();
        List<ImportReport.Row> rows = new ArrayList<>();
        Map<String, ImportReport.FineTuning> fineTuning = new TreeMap<>();
        for (StableDiffusionModel.Part part : parts) {
            progress.accept(part.name());
            Map<String, int[]> needed = PartCheck.needed(part);
            WrittenFile written = write(folder.resolve(part.name() + ".safetensors"), part, needed, type);
            files.put(
                    part.name() + ".safetensors",
                    new StableDiffusionManifest.FileStamp(written.bytes(), written.sha256()));
            parameters.put(
                    part.name(),
                    needed.values().stream().mapToLong(Tensor::elements).sum());
            OsediffCheckpoint.FineTuned tuned = published.fineTuned(part.name());
            rows.addAll(rows(part, needed.keySet(), tuned));
            fineTuning.put(
                    part.name(), new ImportReport.FineTuning(tuned.adapterParameters(), tuned.replacedParameters()));
        }
        tokenizer.forEach((name, content) -> {
            replace(folder.resolve(StableDiffusionFolder.TOKENIZER + name), content);
            files.put(
                    StableDiffusionFolder.TOKENIZER + name,
                    new StableDiffusionManifest.FileStamp(content.length, Digests.sha256(content)));
        });
        progress.accept("manifest");
        StableDiffusionManifest manifest = new StableDiffusionManifest(
                StableDiffusionManifest.FORMAT,
                published.name(),
                StableDiffusionManifest.ARCHITECTURE,
                published.settings(),
                type.name().toLowerCase(Locale.ROOT),
                files,
                parameters,
                LICENCES,
                published.sources(KnownDigests.NONE),
                "osediff import");
        replace(folder.resolve(ModelManifest.FILE), ManifestJson.write(manifest));
        return new ImportReport(rows, fineTuning);
    }

    private static WrittenFile write(
            Path file, StableDiffusionModel.Part part, Map<String, int[]> needed, WeightType type) {
        List<TensorEntry> entries = new ArrayList<>();
        needed.forEach((name, shape) -> entries.add(new TensorEntry(name, type.type, shape)));
        return SafeTensorsWriter.write(
                file, Map.of("format", "pt"), entries, name -> checked(part.weights(), name, type));
    }

    /** Reads a tensor and refuses values that are not numbers or that the type cannot hold. */
    static Tensor checked(TensorSource weights, String name, WeightType type) {
        Tensor tensor = weights.load(name);
        float largest = type == WeightType.FP16 ? LARGEST_HALF : Float.MAX_VALUE;
        for (float value : tensor.data()) {
            if (!(Math.abs(value) <= largest)) {
                throw new ModelException(new Problem(
                        "tensor " + name + " of " + weights.origin(),
                        "the value " + value,
                        "finite values, at most " + largest + " in " + type,
                        Float.isFinite(value)
                                ? "Import with --dtype bf16 or fp32."
                                : "The file is damaged; take it again."));
            }
        }
        return tensor;
    }

    private static List<ImportReport.Row> rows(
            StableDiffusionModel.Part part, Set<String> needed, OsediffCheckpoint.FineTuned tuned) {
        List<ImportReport.Row> rows = new ArrayList<>();
        for (String name : new TreeSet<>(part.weights().names())) {
            ImportReport.Fate fate = ImportReport.Fate.USED;
            if (!needed.contains(name)) {
                fate = ImportReport.Fate.UNUSED;
            } else if (tuned.merged().contains(name)) {
                fate = ImportReport.Fate.LORA_MERGED;
            } else if (tuned.replaced().contains(name)) {
                fate = ImportReport.Fate.REPLACED;
            }
            rows.add(ImportReport.Row.of(part.name(), name, part.weights().shape(name), fate));
        }
        return rows;
    }

    static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    static void replace(Path file, byte[] content) {
        try {
            FileReplacement.write(file, content);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    static OutputException unwritable(Path path, IOException cause) {
        return new OutputException(
                new Problem(
                        "writing model " + path,
                        cause.toString(),
                        "a folder that can be written to",
                        "Check the folder, its rights and the free space."),
                cause);
    }
}
