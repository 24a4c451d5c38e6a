package dev.osediff.network.rrdb;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small published-layout networks and what PyTorch computes with them; see the README beside the files. */
public final class GoldenRrdb {
    /** Sizes of {@code x4.pth}. */
    public static final RrdbConfig X4 = new RrdbConfig(3, 1, 2, 4, 2, 3);

    /** Sizes of {@code x2.pth}. */
    public static final RrdbConfig X2 = new RrdbConfig(3, 2, 2, 4, 1, 3);

    private GoldenRrdb() {}

    /** Returns "image_x4", "output_x4", "image_x2" or "output_x2". */
    public static Tensor expected(String name) {
        return SafeTensorsFile.of(resource("expected.safetensors"), "expected").load(name);
    }

    /** Copies "x4.pth" or "x2.pth" to a folder and returns its path there. */
    public static Path copy(String file, Path folder) throws IOException {
        return Files.write(folder.resolve(file), resource(file));
    }

    private static byte[] resource(String file) {
        try (InputStream in = GoldenRrdb.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
