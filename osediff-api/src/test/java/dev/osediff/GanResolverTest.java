package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.backend.plain.PlainBackend;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RrdbModel;
import dev.osediff.network.Tensor;
import dev.osediff.network.rrdb.GoldenRrdb;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GAN's published file through the resolver. */
class GanResolverTest {
    @TempDir
    private Path folder;

    private SuperResolver open(String file) throws IOException {
        return SuperResolver.builder()
                .model(GoldenRrdb.copy(file, folder))
                .backend("java")
                .threads(2)
                .build();
    }

    @Test
    void itsNetworkReadsThePictureItself() throws IOException {
        BufferedImage image = TestPictures.rgb(24, 20);
        Tensor input = Tensor.zeros(1, 3, 20, 24);
        for (int i = 0; i < 3 * 480; i++) {
            int rgb = image.getRGB(i % 24, i / 24 % 20);
            input.data()[i] = (rgb >> 16 - i / 480 * 8 & 255) / 255f;
        }
        RrdbModel model = (RrdbModel) ModelFolder.open(GoldenRrdb.copy("x4.pth", folder));
        float[] expected;
        try (CompiledNetwork network = new PlainBackend()
                .compile(model.network(), model.weights(), new CompileSpec(Device.CPU, Precision.FP32, 2))) {
            expected = network.run(List.of(input), Cancellation.NONE).data();
        }
        model.close();
        try (SuperResolver resolver = open("x4.pth")) {
            UpscaleResult result = resolver.upscale(image, UpscaleOptions.defaults());
            int largest = 0;
            for (int i = 0; i < 3 * 80 * 96; i++) {
                int level = result.image().getRGB(i % 96, i / 96 % 80) >> 16 - i / 7680 * 8 & 255;
                int wanted = Math.round(255 * Math.max(0, Math.min(1, expected[i])));
                largest = Math.max(largest, Math.abs(level - wanted));
            }
            assertTrue(largest <= 1, largest + " levels");
            assertEquals("none", result.provenance().options().get("colorFix"));
            assertFalse(resolver.tilesAreExact());
            assertEquals(4, resolver.modelScale());
        }
    }

    @Test
    void tilesEqualTheWholeWhereTheyReadAllThatTheNetworkSees() throws IOException {
        BufferedImage image = TestPictures.rgb(150, 110);
        try (SuperResolver resolver = open("x4.pth")) {
            BufferedImage whole = resolver.upscale(image);
            UpscaleOptions tiled = UpscaleOptions.builder().tileSize(400).build();
            UpscaleResult result = resolver.upscale(image, tiled);
            assertTrue(result.provenance().tilePlans().get("direct").contains("tiles"), "there are tiles");
            assertTrue(TestPictures.largestDifference(whole, result.image()) <= 1);
        }
    }

    @Test
    void theDoubleModelPadsToItsBlocks() throws IOException {
        try (SuperResolver resolver = open("x2.pth")) {
            BufferedImage large = resolver.upscale(TestPictures.rgb(13, 9));
            assertEquals(26, large.getWidth());
            assertEquals(18, large.getHeight());
            UpscaleOptions more = UpscaleOptions.builder().scale(3).build();
            assertEquals(
                    39, resolver.upscale(TestPictures.rgb(13, 9), more).image().getWidth());
        }
    }
}
