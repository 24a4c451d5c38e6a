package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The model inside this library's jar. Stateless and thread-safe. */
public final class EmbeddedModel {
    private static final String FOLDER = "embedded/";

    private EmbeddedModel() {}

    /**
     * Reads and checks it.
     *
     * @throws ModelException if the jar is damaged
     */
    public static SmallModel load() {
        ModelManifest manifest = ModelManifest.parse(read(ModelManifest.FILE), origin(ModelManifest.FILE));
        String file = manifest.weightsFile();
        return SmallModel.of(manifest, read(file), origin(file));
    }

    /** Writes its files into a folder. */
    static void copyTo(Path folder) throws IOException {
        byte[] json = read(ModelManifest.FILE);
        String weights = ModelManifest.parse(json, origin(ModelManifest.FILE)).weightsFile();
        Files.write(folder.resolve(weights), read(weights));
        Files.write(folder.resolve(ModelManifest.FILE), json);
    }

    private static String origin(String file) {
        return "embedded " + file;
    }

    private static byte[] read(String file) {
        try (InputStream stream = EmbeddedModel.class.getResourceAsStream(FOLDER + file)) {
            if (stream == null) {
                throw damaged(file, "no such resource", null);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw damaged(file, e.toString(), e);
        }
    }

    private static ModelException damaged(String file, String found, Throwable cause) {
        Problem problem = new Problem(
                origin(file),
                found,
                "a resource of the osediff-api jar",
                "The jar is damaged or was repackaged without its resources; take it again.");
        return cause == null ? new ModelException(problem) : new ModelException(problem, cause);
    }
}
