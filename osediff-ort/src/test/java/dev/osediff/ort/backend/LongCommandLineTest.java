package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine reads the command line of its process. */
class LongCommandLineTest {
    private static final int CHARACTERS = 30_000;
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void aLongClassPathDoesNotEndTheProcess() throws Exception {
        StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
        while (path.length() < CHARACTERS) {
            path.append(File.pathSeparator).append(folder.resolve("libraries/of/somebody/else-1.2.3.jar"));
        }
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path.toString(),
                        Start.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "no end in " + SECONDS + " s");
        } finally {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        assertTrue(text.contains("ONNX Runtime"), text);
    }

    /** Asks for the engine. */
    static final class Start {
        private Start() {}

        public static void main(String[] args) {
            System.out.println(new OrtBackend().availability().detail());
        }
    }
}
