package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.UpscaleResult;
import dev.osediff.error.BackendException;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users meet where a backend's engine is not there, has no natives for the platform, or is another version: the backend says
 * so, asking for it is refused by a typed exception, and {@code auto} works with another. Each case is a Java process of its own.
 */
public abstract class AbsentEngineContract {
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    /** Returns the backend's name. */
    protected abstract String backend();

    /** Returns what the file names of the engine's libraries have in common. */
    protected abstract String library();

    /** Returns the name of a class of the engine that the backend needs, for a version of it that lacks everything. */
    protected abstract String engineClass();

    @Test
    final void withoutTheLibrary() throws Exception {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().contains(library()))
                .collect(Collectors.joining(File.pathSeparator));
        check(path, List.of());
    }

    @Test
    final void onAPlatformWithoutNatives() throws Exception {
        check(System.getProperty("java.class.path"), List.of("-Dos.arch=riscv64", "-Dos.name=Plan9"));
    }

    @Test
    final void withAnotherVersion() throws Exception {
        int dot = engineClass().lastIndexOf('.');
        Path source = folder.resolve(engineClass().substring(dot + 1) + ".java");
        String name = engineClass().substring(dot + 1);
        Files.writeString(source, "package " + engineClass().substring(0, dot) + "; public class " + name + " {}");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, "-d", folder.toString(), source.toString()));
        check(folder + File.pathSeparator + System.getProperty("java.class.path"), List.of());
    }

    private void check(String classPath, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Visit.class.getName(), backend()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "no answer in " + SECONDS + " s");
        } finally {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        List<String> lines = text.lines().filter(line -> line.startsWith("> ")).toList();
        assertEquals(3, lines.size(), text);
        assertFalse(lines.contains("> available true"), text);
        assertTrue(lines.get(1).startsWith("> refused backend"), text);
        assertTrue(lines.get(2).startsWith("> auto took java"), text);
    }

    /** Asks for a backend, and for any. */
    static final class Visit {
        private Visit() {}

        public static void main(String[] args) {
            boolean available = Backends.all().stream()
                    .anyMatch(b -> b.name().equals(args[0]) && b.availability().available());
            System.out.println("> available " + available);
            try (SuperResolver resolver =
                    SuperResolver.builder().backend(args[0]).build()) {
                System.out.println("> took " + resolver);
            } catch (BackendException e) {
                System.out.println(
                        "> refused " + e.problem().asked() + ": " + e.problem().nextStep());
            }
            UpscaleOptions options = UpscaleOptions.builder().build();
            try (SuperResolver resolver =
                    SuperResolver.builder().backend("auto").build()) {
                UpscaleResult result = resolver.upscale(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), options);
                System.out.println("> auto took " + result.provenance().backend());
            }
        }
    }
}
