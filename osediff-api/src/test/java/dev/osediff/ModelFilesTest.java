package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.ModelFileOpener;
import dev.osediff.backend.OpenedModelFile;
import dev.osediff.backend.Precision;
import dev.osediff.backend.RunGate;
import dev.osediff.color.ColorFix;
import dev.osediff.error.BackendException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.error.ModelException;
import dev.osediff.image.ImageLimits;
import dev.osediff.network.Tensor;
import dev.osediff.pipeline.Engines;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of one part, by an opener whose network repeats each pixel, so that every output is known. */
class ModelFilesTest {
    private static final int SCALE = 4;
    private static final int ALIGNMENT = 2;

    @TempDir
    private Path folder;

    private final List<int[]> shapes = new ArrayList<>();
    private boolean wrongShape;
    private SuperResolver resolver = resolver();

    /** Nearest-neighbour enlargement as an engine's own network. */
    private final class Repeating implements CompiledNetwork {
        private final RunGate gate = new RunGate("repeating", () -> {});

        @Override
        public Tensor run(List<Tensor> inputs, Cancellation cancellation) {
            return gate.run(() -> {
                Tensor x = inputs.get(0);
                shapes.add(x.shape());
                int height = x.dim(2) * SCALE;
                int width = x.dim(3) * SCALE;
                Tensor out = Tensor.zeros(1, 3, height, wrongShape ? width + 1 : width);
                for (int at = 0; !wrongShape && at < out.data().length; at++) {
                    int c = at / (height * width);
                    int y = at / width % height / SCALE;
                    int column = at % width / SCALE;
                    out.data()[at] = x.data()[(c * x.dim(2) + y) * x.dim(3) + column];
                }
                return out;
            });
        }

        @Override
        public void close() {
            gate.close();
        }
    }

    private final class Opener implements ModelFileOpener {
        @Override
        public String backend() {
            return "java";
        }

        @Override
        public String formats() {
            return "tests (.test)";
        }

        @Override
        public boolean accepts(Path file) {
            return file.toString().endsWith(".test");
        }

        @Override
        public OpenedModelFile open(Path file, CompileSpec spec, boolean trusted) {
            return new OpenedModelFile("repeating", "0".repeat(64), SCALE, ALIGNMENT, new Repeating());
        }
    }

    private SuperResolver resolver() {
        CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 1);
        ResolverModel model = ModelFiles.open(new Opener(), Path.of("model.test"), spec, false);
        Engines engines = new Engines(new Engine(Backends.byName("java"), spec));
        return new SuperResolver(
                model, new RequestedEngines.Chosen(engines, "a test"), ImageLimits.DEFAULT, OptionalLong.empty());
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    private static BufferedImage repeated(BufferedImage image) {
        BufferedImage large =
                new BufferedImage(image.getWidth() * SCALE, image.getHeight() * SCALE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < large.getHeight(); y++) {
            for (int x = 0; x < large.getWidth(); x++) {
                large.setRGB(x, y, image.getRGB(x / SCALE, y / SCALE));
            }
        }
        return large;
    }

    @Test
    void thePictureItselfGoesInAndColoursStay() {
        BufferedImage image = TestPictures.rgb(37, 23);
        UpscaleResult result = resolver.upscale(image, UpscaleOptions.defaults());
        assertEquals(0, TestPictures.largestDifference(repeated(image), result.image()));
        assertArrayEquals(new int[] {1, 3, 24, 38}, shapes.get(0), "padded to the alignment");
        assertEquals("none", result.provenance().options().get("colorFix"));
        assertEquals("repeating", result.provenance().model());
        assertTrue(result.provenance().milliseconds().containsKey("direct"));
    }

    @Test
    void tilesJoinToTheWhole() {
        BufferedImage image = TestPictures.rgb(300, 170);
        UpscaleOptions tiled = UpscaleOptions.builder().tileSize(480).build();
        List<Progress> heard = new ArrayList<>();
        BufferedImage result = resolver.upscale(
                        image, tiled.toBuilder().progress(heard::add).build())
                .image();
        assertTrue(shapes.size() > 4, shapes.size() + " tiles");
        assertEquals(0, TestPictures.largestDifference(repeated(image), result));
        assertEquals(1, heard.get(heard.size() - 1).fraction());
        assertThrows(
                InvalidOptionException.class,
                () -> resolver.upscale(
                        image, UpscaleOptions.builder().tileSize(100).build()));
    }

    @Test
    void otherSizesAreResampledAndColoursCanBeFixed() {
        BufferedImage image = TestPictures.rgb(40, 30);
        UpscaleOptions options =
                UpscaleOptions.builder().scale(2.5).colorFix(ColorFix.ADAIN).build();
        BufferedImage result = resolver.upscale(image, options).image();
        assertEquals(100, result.getWidth());
        assertEquals(75, result.getHeight());
        assertEquals(
                8 * 40,
                resolver.upscale(image, UpscaleOptions.builder().scale(8).build())
                        .image()
                        .getWidth());
    }

    @Test
    void greyAndAlphaStay() {
        BufferedImage grey = TestPictures.of(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, resolver.upscale(grey).getType());
        BufferedImage alpha = TestPictures.of(20, 20, BufferedImage.TYPE_INT_ARGB);
        assertTrue(resolver.upscale(alpha).getColorModel().hasAlpha());
    }

    @Test
    void memoryIsBoundedAndForetold() {
        UpscaleOptions little =
                UpscaleOptions.builder().memoryBudgetBytes(1 << 20).build();
        assertThrows(MemoryBudgetException.class, () -> resolver.upscale(TestPictures.rgb(64, 64), little));
        Forecast forecast = resolver.forecast(300, 200, UpscaleOptions.defaults());
        assertEquals(1, forecast.stages().size());
        assertEquals("direct", forecast.stages().get(0).stage());
    }

    @Test
    void anOutputOfAnotherShapeIsReported() {
        wrongShape = true;
        BackendException e = assertThrows(BackendException.class, () -> resolver.upscale(TestPictures.rgb(20, 20)));
        assertTrue(e.problem().found().contains("an output of shape"), e.getMessage());
    }

    @Test
    void whatDoesNotApplyIsRefusedOrReported() {
        UpscaleOptions reference =
                UpscaleOptions.builder().sizeRule(SizeRule.REFERENCE).build();
        assertThrows(InvalidOptionException.class, () -> resolver.upscale(TestPictures.rgb(20, 20), reference));
        UpscaleOptions prompt = UpscaleOptions.builder().prompt("a cat").build();
        assertTrue(resolver.upscale(TestPictures.rgb(20, 20), prompt)
                .provenance()
                .warnings()
                .get(0)
                .contains("prompt was ignored"));
        resolver.close();
        assertThrows(ClosedException.class, () -> resolver.upscale(TestPictures.rgb(20, 20)));
    }

    @Test
    void aFileThatNothingOpensIsRefusedWithWhatToAdd() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "no model");
        ModelException e = assertThrows(
                ModelException.class, () -> SuperResolver.builder().model(file).build());
        assertTrue(e.problem().nextStep().contains("osediff-ort"), e.getMessage());
    }
}
