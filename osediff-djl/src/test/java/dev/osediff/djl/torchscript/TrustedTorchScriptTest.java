package dev.osediff.djl.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.backend.Cancellation;
import dev.osediff.djl.backend.TrustedTorchScript;
import dev.osediff.error.BackendException;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of others that the caller vouches for. */
class TrustedTorchScriptTest {
    private static final String FORWARD =
            "  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return torch.add(x, self.c0)\n";
    private static final String PAIR =
            "  def forward(self: __torch__.M, x: Tensor) -> List[Tensor]:\n    return [x, self.c0]\n";
    private static final List<Tensor> INPUT = List.of(Tensor.of(new float[] {1, 2}, 1, 2));

    @TempDir
    private Path folder;

    @Test
    void runsForward() throws IOException {
        TrustedTorchScript script = TrustedTorchScript.of(write(FORWARD), 1);
        float[] sum = script.run(INPUT, Cancellation.NONE).data();
        assertArrayEquals(new float[] {11, 22}, sum);
        script.close();
        script.close();
        assertThrows(ClosedException.class, () -> script.run(INPUT, Cancellation.NONE));
    }

    @Test
    void asksBeforeTheRun() throws IOException {
        CancelledException cancelled = new CancelledException(new Problem("a run", "cancelled", "none", "Run again."));
        try (TrustedTorchScript script = TrustedTorchScript.of(write(FORWARD), 1)) {
            assertThrows(
                    CancelledException.class,
                    () -> script.run(INPUT, () -> {
                        throw cancelled;
                    }));
        }
    }

    @Test
    void namesWhatForwardDoesNotTake() throws IOException {
        try (TrustedTorchScript script = TrustedTorchScript.of(write(FORWARD), 1)) {
            List<Tensor> other = List.of(Tensor.zeros(1, 3));
            BackendException e = assertThrows(BackendException.class, () -> script.run(other, Cancellation.NONE));
            assertTrue(e.getMessage().contains("[1, 3]"), e.getMessage());
        }
    }

    @Test
    void namesWhatForwardReturnsInPlaceOfATensor() throws IOException {
        try (TrustedTorchScript script = TrustedTorchScript.of(write(PAIR), 1)) {
            assertThrows(BackendException.class, () -> script.run(INPUT, Cancellation.NONE));
        }
    }

    @Test
    void refusesWhatIsNoTorchScript() throws IOException {
        Path whole = write(FORWARD);
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(folder.resolve("half.pt"), Arrays.copyOf(bytes, bytes.length / 2));
        Path text = Files.writeString(folder.resolve("text.pt"), "hello");
        Path wrong = write("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return torch.nothing(x)\n");
        for (Path file : List.of(half, text, wrong, folder, folder.resolve("absent.pt"))) {
            ModelException e = assertThrows(ModelException.class, () -> TrustedTorchScript.of(file, 1));
            assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        }
    }

    @Test
    void aResolverRunsItOnlyIfTheCallerVouchesForIt() throws IOException {
        Path file = write("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n"
                + "    return torch.upsample_nearest2d(x, None, [2., 2.])\n");
        ModelException e = assertThrows(
                ModelException.class, () -> SuperResolver.builder().model(file).build());
        assertTrue(e.getMessage().contains("trustedModel"), e.getMessage());
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 63).forEach(i -> image.setRGB(i % 9, i / 9, 0x03f1a5 * i & 0xffffff));
        try (SuperResolver resolver = SuperResolver.builder().trustedModel(file).build()) {
            BufferedImage large = resolver.upscale(image);
            assertEquals(18, large.getWidth());
            for (int i = 0; i < 18 * 14; i++) {
                assertEquals(image.getRGB(i % 18 / 2, i / 18 / 2), large.getRGB(i % 18, i / 18));
            }
            assertEquals("torchscript", resolver.backendName());
        }
    }

    @Test
    void refusesAScriptThatDoesNotEnlarge() throws IOException {
        Path file = write("  def forward(self: __torch__.M, x: Tensor) -> Tensor:\n    return torch.mean(x)\n");
        ModelException e = assertThrows(
                ModelException.class,
                () -> SuperResolver.builder().trustedModel(file).build());
        assertTrue(e.getMessage().contains("a picture of 64 x 64 that becomes"), e.getMessage());
    }

    private Path write(String methods) throws IOException {
        Tensor constant = Tensor.of(new float[] {10, 20}, 1, 2);
        Path file = Files.createTempFile(folder, "script", ".pt");
        return Files.write(file, TorchScriptArchive.bytes(methods, List.of(constant)));
    }
}
