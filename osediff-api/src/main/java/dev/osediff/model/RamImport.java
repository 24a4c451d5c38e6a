package dev.osediff.model;

import dev.osediff.checkpoint.CheckpointTensors;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TensorEntry;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.checkpoint.WrittenFile;
import dev.osediff.model.ram.DapeTensors;
import dev.osediff.model.ram.RamCheckpoint;
import dev.osediff.model.ram.TagList;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns the published files of the RAM tagger into a folder: DAPE's adapters merged, tensors that only write captions left out.
 * Nothing in the files is executed. Reads one tensor at a time. Stateless.
 */
public final class RamImport {
    private static final List<String> LICENCES =
            List.of("Apache-2.0 (RAM)", "DAPE, tag list and thresholds: see where they were published");

    private RamImport() {}

    /**
     * The published files.
     *
     * @param ram {@code ram_swin_large_14m.pth}
     * @param dape {@code DAPE.pth}; empty for RAM alone, which is not trained for degraded pictures
     * @param tags {@code ram_tag_list.txt}
     * @param thresholds {@code ram_tag_list_threshold.txt}; {@link #thresholdsBeside} finds it
     */
    public record Sources(Path ram, Optional<Path> dape, Path tags, Path thresholds) {
        /** Refuses null. */
        public Sources {
            Objects.requireNonNull(ram, "ram");
            Objects.requireNonNull(dape, "dape");
            Objects.requireNonNull(tags, "tags");
            Objects.requireNonNull(thresholds, "thresholds");
        }

        /** Returns where the thresholds of a tag list lie as they are published: NAME_threshold.txt beside NAME.txt. */
        public static Path thresholdsBeside(Path tags) {
            return tags.resolveSibling(RrdbFiles.nameOf(tags) + "_threshold.txt");
        }
    }

    /**
     * What was imported.
     *
     * @param name of the tagger
     * @param config sizes
     * @param parameters their number
     * @param adapted weights of the tagger that adapters were added to
     * @param unusedTensors tensors of the RAM file that the tagger does not read
     * @param unusedAdapters adapters for such tensors
     */
    public record Imported(
            String name, RamConfig config, long parameters, int adapted, int unusedTensors, int unusedAdapters) {}

    /**
     * Imports; equal input gives equal bytes.
     *
     * @param folder is made if absent; an older model there is replaced when the new one is whole
     * @param type of the weights written
     * @throws dev.osediff.error.ModelException if a file is missing, damaged, or does not fit the others, or a value cannot be
     *     written
     * @throws dev.osediff.error.OutputException if the folder cannot be written to
     */
    public static Imported run(Sources sources, Path folder, ModelImport.WeightType type) {
        TagList tags = TagList.read(sources.tags(), sources.thresholds());
        try (RamCheckpoint ram = RamCheckpoint.open(sources.ram())) {
            tags.requireLabels(ram.config().labels(), ram.origin());
            if (sources.dape().isEmpty()) {
                return write(ram.config(), ram, Set.of(), tags, sources, folder, type);
            }
            try (TorchFile file = TorchFile.open(sources.dape().get());
                    CheckpointTensors adapters = file.tensors()) {
                DapeTensors merged = DapeTensors.of(ram, adapters);
                return write(ram.config(), merged, merged.adapted(), tags, sources, folder, type);
            }
        }
    }

    private static Imported write(
            RamConfig config,
            TensorSource tensors,
            Set<String> adapted,
            TagList tags,
            Sources sources,
            Path folder,
            ModelImport.WeightType type) {
        StableDiffusionModel.Part part =
                new StableDiffusionModel.Part("RAM tagger", List.of(new RamTagger(config)), tensors);
        PartCheck.require(part);
        Map<String, int[]> needed = PartCheck.needed(part);
        Set<String> used = new TreeSet<>(adapted);
        used.retainAll(needed.keySet());
        Imported imported = new Imported(
                name(sources),
                config,
                needed.values().stream().mapToLong(Tensor::elements).sum(),
                used.size(),
                tensors.names().size() - needed.size(),
                adapted.size() - used.size());
        ModelImport.createFolder(folder);
        try (StagingFolder staging = StagingFolder.in(folder)) {
            Map<String, StableDiffusionManifest.FileStamp> files = new TreeMap<>();
            files.put(RamManifest.WEIGHTS, weights(staging.path(), tensors, needed, type));
            files.put(RamManifest.TAGS, text(staging.path().resolve(RamManifest.TAGS), tags.tagsText()));
            files.put(
                    RamManifest.THRESHOLDS,
                    text(staging.path().resolve(RamManifest.THRESHOLDS), tags.thresholdsText()));
            RamManifest manifest = manifest(imported, files, sources, type);
            ModelImport.replace(staging.path().resolve(ModelManifest.FILE), ManifestJson.write(manifest));
            staging.publish();
            return imported;
        } catch (IOException e) {
            throw ModelImport.unwritable(folder, e);
        }
    }

    private static StableDiffusionManifest.FileStamp weights(
            Path folder, TensorSource tensors, Map<String, int[]> needed, ModelImport.WeightType type) {
        List<TensorEntry> entries = new ArrayList<>();
        needed.forEach((name, shape) -> entries.add(new TensorEntry(name, type.dataType(), shape)));
        WrittenFile written = SafeTensorsWriter.write(
                folder.resolve(RamManifest.WEIGHTS),
                Map.of("format", "pt"),
                entries,
                name -> ModelImport.checked(tensors, name, type));
        return new StableDiffusionManifest.FileStamp(written.bytes(), written.sha256());
    }

    private static StableDiffusionManifest.FileStamp text(Path file, byte[] content) {
        ModelImport.replace(file, content);
        return new StableDiffusionManifest.FileStamp(content.length, Digests.sha256(content));
    }

    private static String name(Sources sources) {
        String ram = RrdbFiles.nameOf(sources.ram());
        return sources.dape()
                .map(dape -> ram + " with " + RrdbFiles.nameOf(dape))
                .orElse(ram);
    }

    private static RamManifest manifest(
            Imported imported,
            Map<String, StableDiffusionManifest.FileStamp> files,
            Sources sources,
            ModelImport.WeightType type)
            throws IOException {
        List<StableDiffusionManifest.Source> made = new ArrayList<>();
        made.add(source("RAM checkpoint", sources.ram()));
        if (sources.dape().isPresent()) {
            made.add(source("DAPE adapters", sources.dape().get()));
        }
        made.add(source("tag list", sources.tags()));
        made.add(source("thresholds", sources.thresholds()));
        return new RamManifest(
                RamManifest.FORMAT,
                imported.name(),
                RamManifest.ARCHITECTURE,
                imported.config(),
                type.name().toLowerCase(Locale.ROOT),
                files,
                imported.parameters(),
                LICENCES,
                made,
                "osediff import --ram");
    }

    private static StableDiffusionManifest.Source source(String role, Path file) throws IOException {
        return new StableDiffusionManifest.Source(
                role, file.getFileName().toString(), Files.size(file), Digests.sha256(file));
    }
}
