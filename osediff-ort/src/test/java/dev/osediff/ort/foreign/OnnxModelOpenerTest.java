package dev.osediff.ort.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.UpscaleResult;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.Device;
import dev.osediff.backend.OpenedModelFile;
import dev.osediff.backend.Precision;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.error.OsediffException;
import dev.osediff.ort.onnx.ElementType;
import dev.osediff.ort.onnx.OnnxConstant;
import dev.osediff.ort.onnx.OnnxModel;
import dev.osediff.ort.onnx.OnnxNode;
import dev.osediff.ort.onnx.OnnxPort;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign models are small graphs that repeat each pixel, so that every output is known. */
class OnnxModelOpenerTest {
    private static final CompileSpec SPEC = new CompileSpec(Device.CPU, Precision.FP32, 2);
    private static final List<String> OPEN = List.of("batch", "3", "height", "width");

    @TempDir
    private Path folder;

    private List<OnnxNode> nodes = nearest("picture", "large", 4);
    private List<OnnxConstant> constants = new ArrayList<>(List.of(scales(4)));
    private List<OnnxPort> inputs = List.of(port("picture", ElementType.FLOAT, OPEN));
    private List<OnnxPort> outputs = List.of(port("large", ElementType.FLOAT, List.of("n", "3", "h", "w")));

    private static OnnxPort port(String name, ElementType type, List<String> axes) {
        return new OnnxPort(name, type, axes);
    }

    private static List<OnnxNode> nearest(String from, String to, int scale) {
        return List.of(new OnnxNode(
                "",
                "Resize",
                "resize" + scale,
                List.of(from, "", "scales"),
                List.of(to),
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor")));
    }

    private static OnnxConstant scales(float scale) {
        ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        raw.putFloat(1).putFloat(1).putFloat(scale).putFloat(scale);
        return OnnxConstant.inline("scales", ElementType.FLOAT, raw.array(), 4);
    }

    private byte[] bytes() {
        return new OnnxModel("test", nodes, constants, inputs, outputs).toBytes();
    }

    private Path write() throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes());
    }

    private OpenedModelFile open() throws IOException {
        return new OnnxModelOpener().open(write(), SPEC, false);
    }

    private void refused(String text) throws IOException {
        Path file = write();
        ModelException e =
                assertThrows(ModelException.class, () -> new OnnxModelOpener().open(file, SPEC, false), text);
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    @Test
    void scaleAndAlignmentAreFound() throws IOException {
        OpenedModelFile plain = open();
        assertEquals("model", plain.name());
        assertEquals(4, plain.scale());
        assertEquals(1, plain.alignment());
        assertEquals(64, plain.sha256().length());
        plain.network().close();
        // Blocks of 8 pixels become channels and pixels again: other sides do not fit.
        nodes = List.of(
                new OnnxNode("", "SpaceToDepth", "blocks", List.of("picture"), List.of("b"), Map.of("blocksize", 8L)),
                new OnnxNode("", "DepthToSpace", "pixels", List.of("b"), List.of("p"), Map.of("blocksize", 8L)),
                nearest("p", "large", 2).get(0));
        constants = List.of(scales(2));
        OpenedModelFile opened = open();
        assertEquals(2, opened.scale());
        assertEquals(8, opened.alignment());
        opened.network().close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResolverRunsIt(boolean half) throws IOException {
        if (half) {
            inputs = List.of(port("picture", ElementType.FLOAT16, OPEN));
            outputs = List.of(port("large", ElementType.FLOAT16, List.of("n", "3", "h", "w")));
        }
        BufferedImage image = new BufferedImage(37, 21, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        IntStream.range(0, 37 * 21).forEach(i -> image.setRGB(i % 37, i / 37, random.nextInt(1 << 24)));
        try (SuperResolver resolver = SuperResolver.builder().model(write()).build()) {
            UpscaleResult result = resolver.upscale(image, UpscaleOptions.defaults());
            for (int y = 0; y < 84; y++) {
                for (int x = 0; x < 148; x++) {
                    assertEquals(image.getRGB(x / 4, y / 4), result.image().getRGB(x, y));
                }
            }
            assertEquals("ort", result.provenance().backend());
            assertEquals("model", result.provenance().model());
        }
    }

    @Test
    void anotherEngineIsRefused() throws IOException {
        Path file = write();
        InvalidOptionException e = assertThrows(
                InvalidOptionException.class,
                () -> SuperResolver.builder().model(file).backend("java").build());
        assertTrue(e.getMessage().contains("backend ort"), e.getMessage());
    }

    @Test
    void portsThatDoNotFitAreRefusedByName() throws IOException {
        inputs = List.of(port("picture", ElementType.FLOAT, List.of("1", "3", "64", "64")));
        refused("pictures of fixed size, 64 x 64");
        inputs = List.of(port("picture", ElementType.FLOAT, List.of("4", "3", "h", "w")));
        refused("batches of 4 pictures");
        inputs = List.of(port("picture", ElementType.FLOAT, List.of("1", "h", "w", "3")));
        refused("3 channels at the second axis");
        inputs = List.of(port("picture", ElementType.FLOAT, List.of("1", "1", "h", "w")));
        refused("3 channels");
        inputs = List.of(port("picture", ElementType.FLOAT, List.of("3", "h", "w")));
        refused("rank 3");
        inputs = List.of(port("picture", ElementType.INT64, OPEN));
        refused("element type 7");
        inputs = List.of(port("picture", ElementType.FLOAT, OPEN), port("strength", ElementType.FLOAT, List.of("1")));
        refused("2 inputs and 1 outputs");
        inputs = List.of();
        refused("0 inputs");
    }

    @Test
    void operatorsThatDoNotFitAreRefusedByName() throws IOException {
        List<OnnxNode> good = nodes;
        nodes = List.of(new OnnxNode("com.example", "Sharpen", "s", List.of("picture"), List.of("large"), Map.of()));
        refused("the operator Sharpen of the domain com.example");
        nodes = List.of(new OnnxNode("", "Loop", "l", List.of("picture"), List.of("large"), Map.of()));
        refused("the operator Loop");
        nodes = List.of(new OnnxNode("", "NoSuchOperator", "n", List.of("picture"), List.of("large"), Map.of()));
        refused("a graph that ONNX Runtime loads");
        nodes = good;
        byte[] file = bytes();
        // The version of the standard operators is the last field of its message: 10, 21.
        int at = IntStream.range(0, file.length - 1)
                .filter(i -> file[i] == 16 && file[i + 1] == OnnxModel.OPSET)
                .reduce((a, b) -> b)
                .orElseThrow();
        file[at + 1] = 99;
        Path newer = Files.write(folder.resolve("newer.onnx"), file);
        ModelException e = assertThrows(ModelException.class, () -> new OnnxModelOpener().open(newer, SPEC, false));
        assertTrue(e.getMessage().contains("operator set 99"), e.getMessage());
    }

    @Test
    void anOutputThatIsNoEnlargedPictureIsRefused() throws IOException {
        nodes = List.of(new OnnxNode("", "ReduceMean", "mean", List.of("picture"), List.of("large"), Map.of()));
        refused("a picture of 64 x 64 that becomes");
    }

    @Test
    void weightsOutsideTheFolderAreRefused() throws IOException {
        Path secret =
                Files.write(Files.createDirectory(folder.resolve("elsewhere")).resolve("w.bin"), new byte[64]);
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.createSymbolicLink(models.resolve("link.bin"), secret);
        for (String location : List.of(
                "../elsewhere/w.bin",
                "sub/../../elsewhere/w.bin",
                secret.toString(),
                "link.bin",
                "absent.bin",
                "",
                ".")) {
            constants = List.of(scales(4), OnnxConstant.external("unused", ElementType.FLOAT, location, 0, 16));
            Path file = Files.write(models.resolve("model.onnx"), bytes());
            ModelException e =
                    assertThrows(ModelException.class, () -> new OnnxModelOpener().open(file, SPEC, false), location);
            assertTrue(e.getMessage().contains("weights in '" + location + "'"), e.getMessage());
        }
    }

    @Test
    void weightsBesideTheModelAreRead() throws IOException {
        ByteBuffer ones = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("w.bin"),
                ones.putFloat(1).putFloat(1).putFloat(1).array());
        constants.add(OnnxConstant.external("ones", ElementType.FLOAT, "w.bin", 0, 1, 3, 1, 1));
        nodes = List.of(
                new OnnxNode("", "Mul", "gain", List.of("picture", "ones"), List.of("p"), Map.of()),
                nearest("p", "large", 4).get(0));
        OpenedModelFile opened = open();
        assertEquals(4, opened.scale());
        opened.network().close();
    }

    @Test
    void everyCutAndManyMutationsGiveTypedErrorsOrAModel() throws IOException {
        byte[] whole = bytes();
        Path file = folder.resolve("model.onnx");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            tryToOpen(file);
        }
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] mutated = whole.clone();
            for (int n = 0; n < 3; n++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            Files.write(file, mutated);
            tryToOpen(file);
        }
    }

    private static void tryToOpen(Path file) {
        try {
            new OnnxModelOpener().open(file, SPEC, false).network().close();
        } catch (OsediffException e) {
            assertTrue(!e.problem().found().isEmpty() && !e.problem().nextStep().isEmpty(), e.getMessage());
        }
    }

    @Test
    void manyOpeningsAndRunsAfterCloseAreSafe() throws IOException {
        for (int i = 0; i < 20; i++) {
            OpenedModelFile opened = open();
            opened.network().close();
            opened.network().close();
            assertThrows(OsediffException.class, () -> opened.network().run(List.of(), () -> {}));
        }
    }
}
