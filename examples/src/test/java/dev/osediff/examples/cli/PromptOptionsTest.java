package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.osediff.UpscaleOptions;
import dev.osediff.error.ModelException;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RamImport;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.model.RandomRam;
import dev.osediff.prompt.PictureTagger;
import dev.osediff.prompt.PromptExtractor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prompts and guidance of {@code osediff upscale}, on a random model in the published layout. */
class PromptOptionsTest {
    @TempDir
    Path folder;

    private RandomPublishedModel model;
    private Path in;
    private Path out;
    private Path prompts;

    @BeforeEach
    void write() throws IOException {
        model = RandomPublishedModel.builder().write(folder.resolve("model"));
        in = Files.createDirectories(folder.resolve("in/deep"));
        TestPictures.write(folder.resolve("in/a.png"), 4, 4);
        TestPictures.write(in.resolve("b.c.png"), 4, 4);
        in = folder.resolve("in");
        out = folder.resolve("out");
        prompts = Files.createDirectories(folder.resolve("prompts/deep")).getParent();
    }

    private Cli.Run upscale(Object... more) {
        return Cli.run(Stream.concat(
                        Stream.of("upscale", "--model", model.base(), "--osediff", model.osediff(), "--backend", "java")
                                .map(String::valueOf),
                        Stream.concat(
                                Stream.of("--process-size", 0, "--color-fix", "none", "-r", "-o", out),
                                Stream.of(more)))
                .toArray());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyPictureHasItsOwnPromptAndSavesIt() throws IOException {
        Files.writeString(prompts.resolve("a.txt"), "the photo\n");
        Files.writeString(prompts.resolve("deep/b.c.txt"), "a cat");
        Path saved = folder.resolve("saved");
        Cli.Run run = upscale(in, "--prompt-from", prompts, "--prompt", "sharp", "--save-prompts=" + saved, "-v");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.err().contains("\"prompt\":\"the photo, sharp\",\"promptBy\":\"file a.txt\""), run.err());
        assertEquals(List.of("a.txt", "deep/b.c.txt"), names(saved));
        assertEquals("the photo, sharp\n", Files.readString(saved.resolve("a.txt")));
        assertEquals("a cat, sharp\n", Files.readString(saved.resolve("deep/b.c.txt")));
        byte[] picture = Files.readAllBytes(out.resolve("a.png"));
        Cli.Run again = upscale(in, "--prompt-from", saved);
        assertEquals(ExitCode.OK, again.code(), again.err());
        assertEquals("", again.err());
        assertEquals(-1, Arrays.mismatch(picture, Files.readAllBytes(out.resolve("a.png"))));
    }

    @Test
    void promptsAreSavedBesideTheResults() throws IOException {
        TestPictures.write(in.resolve("a.jpg"), 4, 4);
        Cli.Run run = upscale("--prompt", "a cat", in, "--save-prompts");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertEquals(
                List.of("a.jpg.png", "a.jpg.txt", "a.png.png", "a.png.txt", "deep/b.c.png", "deep/b.c.txt"),
                names(out));
        assertEquals("a cat\n", Files.readString(out.resolve("a.jpg.txt")));
    }

    @Test
    void aPromptFileThatIsNoneFailsThatPictureOrFallsBack() throws IOException {
        Files.write(prompts.resolve("a.txt"), "Straße".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(prompts.resolve("deep/b.c.txt"), new byte[1 << 20]);
        TestPictures.write(in.resolve("z.png"), 4, 4);
        Files.writeString(prompts.resolve("z.txt"), "a cat");
        TestPictures.write(in.resolve("absent.png"), 4, 4);
        Cli.Run run = upscale(in, "--prompt-from", prompts);
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.out().contains("1 done, 0 skipped, 3 failed"), run.out());
        assertTrue(run.err().contains("no UTF-8"), run.err());
        assertTrue(run.err().contains("more than 65536 bytes"), run.err());
        assertTrue(run.err().contains("no such file"), run.err());
        assertEquals(List.of("z.png"), names(out));
        Cli.Run fallen = upscale(in, "--prompt-from", prompts, "--prompt-fallback", "none");
        assertEquals(ExitCode.OK, fallen.code(), fallen.err());
        assertTrue(fallen.out().contains("4 done"), fallen.out());
        assertEquals(
                3,
                fallen.err()
                        .lines()
                        .filter(line -> line.contains("No prompt was extracted"))
                        .count(),
                fallen.err());
    }

    @Test
    void guidanceReachesTheResolver() {
        Cli.Run run = upscale(in.resolve("a.png"), "--negative-prompt", "the noise", "--guidance-scale", "2.5", "-v");
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.err().contains("\"guidanceScale\":\"2.5\",\"negativePrompt\":\"the noise\""), run.err());
        Cli.Run dry = upscale(in.resolve("a.png"), "--guidance-scale", "2.5", "--dry-run");
        assertEquals(ExitCode.OK, dry.code(), dry.err());
        assertTrue(dry.out().contains("denoise"), dry.out());
    }

    @Command
    private static final class Alone implements Runnable {
        @Mixin
        private PromptOptions prompts;

        @Override
        public void run() {}
    }

    @Test
    void tagsComeFromOneTaggerThatIsClosed() {
        Alone alone = new Alone();
        new CommandLine(alone)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--prompt-extractor", "tags", "--tagger", "ram");
        alone.prompts.apply(UpscaleOptions.builder());
        AtomicInteger closed = new AtomicInteger();
        PictureTagger tagger = new PictureTagger() {
            @Override
            public String name() {
                return "ram";
            }

            @Override
            public List<String> tags(BufferedImage picture) {
                return List.of("cat", "grass");
            }
        };
        TaggerOpener opener = path -> {
            assertEquals(Path.of("ram"), path);
            return new TaggerOpener.Opened(tagger, closed::incrementAndGet);
        };
        try (PromptOptions.Source source = alone.prompts.open(opener)) {
            PromptExtractor extractor = source.of(new FileJob(in, out, Path.of("a")));
            assertEquals("tags ram", extractor.name());
            BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            assertEquals("cat, grass, ,", extractor.prompt(picture, ""));
            assertEquals(0, closed.get());
        }
        assertEquals(1, closed.get());
    }

    @Test
    void aVisionLanguageModelDescribesThePictures() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"A cat.\"},\"done\":true}"
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/api/chat", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort();
        Path input = in.resolve("a.png");
        try {
            Cli.Run run = upscale(
                    input,
                    "--prompt",
                    "red",
                    "--prompt-extractor",
                    "vlm",
                    "--vlm-url",
                    url,
                    "--save-prompts=" + prompts);
            assertEquals(ExitCode.OK, run.code(), run.err());
            assertEquals("red, A cat\n", Files.readString(prompts.resolve("a.txt")));
        } finally {
            server.stop(0);
        }
        Cli.Run refused = upscale(input, "--prompt-extractor", "vlm", "--vlm-url", url, "--existing", "replace");
        assertEquals(ExitCode.FAILED, refused.code(), refused.err());
        assertTrue(refused.err().contains("no connection"), refused.err());
        Cli.Run alone = upscale(input, "--vlm-url", url);
        assertEquals(ExitCode.USAGE, alone.code(), alone.err());
        assertTrue(alone.err().contains("needs --prompt-extractor vlm"), alone.err());
    }

    @Test
    void tagsOfAnImportedTaggerBecomeThePrompt() throws IOException {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("ram")).write();
        Path tagger = folder.resolve("tagger");
        RamImport.run(files.sources(), tagger, ModelImport.WeightType.FP32);
        Cli.Run run = upscale(
                in.resolve("a.png"),
                "--prompt-extractor",
                "tags",
                "--tagger",
                tagger,
                "--prompt",
                "sharp",
                "-v",
                "--save-prompts=" + prompts);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.err().contains("\"promptBy\":\"tags ram_swin_large_14m with DAPE sha256:"), run.err());
        String prompt = Files.readString(prompts.resolve("a.txt"));
        assertTrue(prompt.matches("(tag \\d, )*sharp,\n"), prompt);
        try (TaggerOpener.Opened opened = TaggerOpener.standard().open(tagger)) {
            assertTrue(opened.tagger().name().startsWith("ram_swin_large_14m with DAPE"));
        }
    }

    @Test
    void aFolderThatIsNoTaggerIsRefused() {
        Cli.Run run = upscale(in, "--prompt-extractor", "tags", "--tagger", prompts);
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("tagger " + prompts), run.err());
        assertFalse(Files.exists(out));
        TaggerOpener standard = TaggerOpener.standard();
        assertThrows(ModelException.class, () -> standard.open(prompts));
    }
}
