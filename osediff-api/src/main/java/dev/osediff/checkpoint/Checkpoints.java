package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Opens the weights in a folder of a published model, whatever file they lie in. */
public final class Checkpoints {
    /** A kind of file, by the end of its name. */
    private record Kind(String ending, Function<Path, CheckpointTensors> opener) {}

    /** The kinds, the preferred one first. */
    private static final List<Kind> KINDS = List.of(
            new Kind(".safetensors", SafeTensorsFile::open),
            new Kind(".safetensors.index.json", ShardedSafeTensors::open),
            new Kind(".fp16.safetensors", SafeTensorsFile::open),
            new Kind(".bin", Checkpoints::openTorch));

    private Checkpoints() {}

    /**
     * Opens the first file that is there: {@code stem.safetensors}, {@code stem.safetensors.index.json},
     * {@code stem.fp16.safetensors}, {@code stem.bin}; of one kind, the earlier stem. Other files are not looked at, so
     * a damaged one is an error even if another kind lies beside it.
     *
     * @param folder for example the folder {@code unet} of a model
     * @param stems file names without their endings, for example {@code diffusion_pytorch_model}
     * @throws ModelException if there is none, with the names that were looked for, or if it is not valid
     * @throws IllegalArgumentException without any stem
     */
    public static CheckpointTensors open(Path folder, String... stems) {
        if (stems.length == 0) {
            throw new IllegalArgumentException("no file names to look for in " + folder);
        }
        List<String> tried = new ArrayList<>();
        for (Kind kind : KINDS) {
            for (String stem : stems) {
                Path path = folder.resolve(stem + kind.ending());
                if (Files.exists(path)) {
                    return kind.opener().apply(path);
                }
                tried.add(path.getFileName().toString());
            }
        }
        throw new ModelException(new Problem(
                "weights in " + folder,
                Files.isDirectory(folder) ? "none" : "no such folder",
                "one of " + String.join(", ", tried),
                "Check that the model was fetched as a whole, with its large files."));
    }

    /** A file of {@code torch.save} whose content is one dictionary of tensors. */
    private static CheckpointTensors openTorch(Path path) {
        TorchFile file = TorchFile.open(path);
        return new OwnedTensors(file.tensors(), file);
    }
}
