package dev.osediff.bench.prompts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.osediff.bench.BenchCommands;
import dev.osediff.model.ModelImport;
import dev.osediff.model.RamImport;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.model.RandomRam;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsCommandTest {
    @TempDir
    private Path folder;

    private Path model;
    private Path photographs;

    @BeforeEach
    void write() throws IOException {
        RandomPublishedModel published = RandomPublishedModel.builder().write(folder.resolve("published"));
        model = folder.resolve("model");
        ModelImport.run(published.base(), published.osediff(), model, ModelImport.WeightType.FP32, line -> {});
        photographs = Files.createDirectory(folder.resolve("photographs"));
        BufferedImage picture = new BufferedImage(72, 68, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 72 * 68; i++) {
            picture.setRGB(i % 72, i / 72, random.nextInt(1 << 24));
        }
        ImageIO.write(picture, "png", photographs.resolve("a.png").toFile());
        Files.writeString(photographs.resolve("notes.txt"), "no picture");
    }

    private BenchCommands.Run run(Object... more) {
        Object[] args = new Object[7 + more.length];
        System.arraycopy(
                new Object[] {"prompts", model, photographs, "--backend", "java", "--process-size", 0}, 0, args, 0, 7);
        System.arraycopy(more, 0, args, 7, more.length);
        return BenchCommands.run(args);
    }

    private static String line(BenchCommands.Run run, String part) {
        return run.out()
                .lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .orElseThrow(() -> new AssertionError(run.out() + run.err()));
    }

    @Test
    void rowsStandBesideThePublishedOnes() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer =
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"A red cat.\"},\"done\":true}"
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext("/api/chat", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            BenchCommands.Run run =
                    run("--vlm-url", "http://localhost:" + server.getAddress().getPort());
            assertEquals(0, run.code(), run.err());
            assertTrue(
                    line(run, " null ").matches(".*null +\\d+\\.\\d\\d +-?0\\.\\d{4} +\\S+ +0\\.00 +\\d+\\.\\d\\d.*"),
                    run.out());
            assertTrue(line(run, " vlm ").endsWith("A red cat"), run.out());
            assertEquals(
                    3, run.out().lines().filter(l -> l.startsWith("published")).count());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTaggersRowHasItsTags() throws IOException {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        Path tagger = folder.resolve("tagger");
        RamImport.run(files.sources(), tagger, ModelImport.WeightType.FP32);
        BenchCommands.Run run = run("--tagger", tagger);
        assertEquals(0, run.code(), run.err());
        assertTrue(line(run, " tags ").matches(".* \\d+\\.\\d\\d   tag \\d.*, ,$"), run.out());
    }

    @Test
    void anExtractorThatIsNotThereSaysWhy() {
        BenchCommands.Run none = run();
        assertEquals(0, none.code(), none.err());
        assertTrue(line(none, " tags ").contains("no --tagger"), none.out());
        assertTrue(line(none, " vlm ").contains("no --vlm-url"), none.out());
        BenchCommands.Run refused = run("--vlm-url", "http://localhost:1");
        assertEquals(0, refused.code(), refused.err());
        assertTrue(line(refused, " vlm ").contains("no connection"), refused.out());
    }

    @Test
    void foldersWithoutPhotographsAreRefused() throws IOException {
        Files.delete(photographs.resolve("a.png"));
        BenchCommands.Run run = run();
        assertEquals(2, run.code());
        assertTrue(run.err().contains("files that end in"), run.err());
    }
}
