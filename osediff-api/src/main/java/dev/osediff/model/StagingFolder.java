package dev.osediff.model;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder inside a model folder where a new model is written until it is whole. Closing removes what was not published. */
final class StagingFolder implements AutoCloseable {
    private final Path target;
    private final Path path;

    private StagingFolder(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /** Makes one in a folder that exists. */
    static StagingFolder in(Path target) throws IOException {
        return new StagingFolder(target, Files.createTempDirectory(target, ".import"));
    }

    Path path() {
        return path;
    }

    /** Moves every file to its place in the model folder, the manifest last. */
    void publish() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(path)) {
            all.filter(Files::isRegularFile).map(path::relativize).forEach(files::add);
        }
        files.sort(Comparator.comparing((Path file) -> file.endsWith(ModelManifest.FILE))
                .thenComparing(Comparator.naturalOrder()));
        for (Path file : files) {
            Path place = target.resolve(file);
            Files.createDirectories(place.getParent());
            Files.move(path.resolve(file), place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
