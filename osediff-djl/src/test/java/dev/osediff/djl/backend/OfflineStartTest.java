package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A first start on a machine without network: in a new JVM whose engine folder is empty and whose connections go to a closed
 * port, all natives come from the class path.
 */
class OfflineStartTest {
    private static final int SECONDS = 240;
    private static final String CLOSED_PORT = "9";

    @Test
    void nothingIsDownloaded(@TempDir Path folder) throws IOException, InterruptedException {
        Path engine = Files.createDirectory(folder.resolve("engine"));
        Path log = folder.resolve("log");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path arguments = folder.resolve("arguments");
        Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx512m",
                "-Dai.djl.offline=true",
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=" + CLOSED_PORT,
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + CLOSED_PORT,
                "@" + arguments,
                FirstPicture.class.getName()));
        builder.environment().put("DJL_CACHE_DIR", engine.toString());
        builder.environment().put("OPT_OUT_TRACKING", "true");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "it ends");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(log);
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.contains("picture of 32 x 24"), text);
        try (Stream<Path> files = Files.walk(engine)) {
            assertTrue(files.anyMatch(file -> file.getFileName().toString().contains("torch_cpu")), "natives unpacked");
        }
    }

    /** What the new JVM runs. */
    static final class FirstPicture {
        private FirstPicture() {}

        public static void main(String[] arguments) {
            try (SuperResolver resolver = SuperResolver.builder()
                    .backend("torchscript")
                    .withoutCache()
                    .build()) {
                BufferedImage image = resolver.upscale(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB));
                System.out.println("picture of " + image.getWidth() + " x " + image.getHeight());
            }
        }
    }
}
