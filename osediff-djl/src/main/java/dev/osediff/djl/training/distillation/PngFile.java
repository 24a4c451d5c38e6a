package dev.osediff.djl.training.distillation;

import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures of a run as PNG. */
final class PngFile {
    private PngFile() {}

    /**
     * Replaces a file; makes its folder if it is absent.
     *
     * @throws OutputException if it cannot be written
     */
    static void write(Path path, BufferedImage image) {
        try {
            Files.createDirectories(path.getParent());
            if (!ImageIO.write(image, "png", path.toFile())) {
                throw new IllegalStateException("every JVM writes PNG");
            }
        } catch (IOException e) {
            throw new OutputException(
                    new Problem(
                            "picture " + path,
                            e.toString(),
                            "a file that can be written to",
                            "Check the folder, its rights and the free space; the run goes on from its last state."),
                    e);
        }
    }
}
