package dev.osediff;

import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.OpenedModelFile;
import dev.osediff.color.ColorFix;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.pipeline.Conditioner;
import dev.osediff.pipeline.DirectModel;
import dev.osediff.pipeline.StageTiling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Opens models in an engine's own file format. */
final class ModelFiles {
    /**
     * Pixels that a tile reads around what it keeps. How far such a network looks is not known; with this margin seams are not
     * seen.
     */
    private static final int MARGIN = 32;

    private static final int PREFERRED_TILE = 512;

    /** Activations for each pixel of the picture: those of a large network that enlarges four times. */
    private static final double BYTES_PER_PIXEL = 16 << 10;

    private ModelFiles() {}

    /** Returns who opens a file, if somebody does; {@code backend} is a name or "auto". */
    static Optional<ModelFileOpener> opener(Path file, String backend) {
        List<ModelFileOpener> all =
                ServiceLoader.load(ModelFileOpener.class, ModelFiles.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        Optional<ModelFileOpener> opener =
                all.stream().filter(each -> each.accepts(file)).findFirst();
        opener.ifPresent(found -> requireBackend(found, file, backend));
        return opener;
    }

    private static void requireBackend(ModelFileOpener opener, Path file, String backend) {
        if (!backend.equals(RequestedEngines.AUTO) && !backend.equals(opener.backend())) {
            throw new InvalidOptionException(new Problem(
                    "model " + file + " on backend " + backend,
                    opener.formats() + ", which only its own engine runs",
                    "backend " + opener.backend(),
                    "Leave the backend out."));
        }
    }

    /** Opens a file as a resolver's model. */
    static ResolverModel open(ModelFileOpener opener, Path file, CompileSpec spec, boolean trusted) {
        OpenedModelFile opened = opener.open(file, spec, trusted);
        int alignment = opened.alignment();
        int margin = (MARGIN + alignment - 1) / alignment * alignment;
        int tile = PREFERRED_TILE / alignment * alignment;
        return new ResolverModel(
                new DirectModel(
                        opened.name(),
                        opened.scale(),
                        new StageTiling.Halo(margin, alignment, tile),
                        BYTES_PER_PIXEL,
                        file.toFile().length(),
                        engine -> opened.network()),
                ModelTiles.withMargins(opened.name()),
                Conditioner.fixed(List.of(), opened.name()),
                opened.name(),
                opened.sha256(),
                opened.scale(),
                0,
                Rounding.NEAREST,
                ColorFix.NONE,
                () -> {});
    }
}
