package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.color.ColorFix;
import dev.osediff.error.CancelledException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.MemoryBudgetException;
import dev.osediff.model.RandomPublishedModel;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.UNetConfig;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three ways of tiling a published model's autoencoder, on random weights in the public layout. */
class VaeTilingTest {
    /** So short that a picture of 140 x 116 has several, which the reference's sides would read whole. */
    private static final NetworkTiles SHORT =
            NetworkTiles.REFERENCE.withEncoder(16).withDecoder(7);

    private static final BufferedImage IMAGE = TestPictures.rgb(35, 29);

    private static final AutoencoderConfig AUTOENCODER =
            new AutoencoderConfig(3, 4, List.of(8, 12), 1, 4, AutoencoderConfig.SD21_BASE.scalingFactor());

    private static final UNetConfig UNET =
            new UNetConfig(4, 4, List.of(8, 16), List.of(1, 2), List.of(false, true), 1, 24, 8, 1e-5f);

    @TempDir
    static Path folder;

    private static SuperResolver resolver;
    private static BufferedImage whole;

    @BeforeAll
    static void open() {
        RandomPublishedModel model = RandomPublishedModel.builder()
                .autoencoder(AUTOENCODER)
                .unet(UNET)
                .write(folder);
        resolver = SuperResolver.builder()
                .model(model.base(), model.osediff())
                .backend("java")
                .threads(2)
                .build();
        whole = resolver.upscale(
                        IMAGE, options().networkTiles(NetworkTiles.REFERENCE).build())
                .image();
    }

    @AfterAll
    static void close() {
        resolver.close();
    }

    private static UpscaleOptions.Builder options() {
        return UpscaleOptions.builder()
                .processSize(0)
                .colorFix(ColorFix.NONE)
                .rounding(Rounding.NEAREST)
                .networkTiles(SHORT);
    }

    private static UpscaleResult upscale(VaeTiling tiling) {
        return resolver.upscale(IMAGE, options().vaeTiling(tiling).build());
    }

    @Test
    void exactTilesGiveTheWholePicture() {
        UpscaleResult tiled = upscale(VaeTiling.EXACT);
        assertPlans(tiled, "exact in lockstep, ");
        assertTrue(TestPictures.largestDifference(whole, tiled.image()) <= 1);
        assertEquals("exact", tiled.provenance().options().get("vaeTiling"));
        assertEquals(SHORT.toString(), tiled.provenance().options().get("networkTiles"));
    }

    @Test
    void theOtherModesDifferFromTheWholeAndFromEachOther() {
        UpscaleResult independent = upscale(VaeTiling.INDEPENDENT);
        UpscaleResult reference = upscale(VaeTiling.REFERENCE);
        assertPlans(independent, "independent, feathered");
        assertPlans(reference, "reference in lockstep, reference VAE(tile=");
        assertTrue(TestPictures.largestDifference(whole, independent.image()) > 1);
        assertTrue(TestPictures.largestDifference(whole, reference.image()) > 1);
        assertTrue(TestPictures.largestDifference(independent.image(), reference.image()) > 1);
    }

    private static void assertPlans(UpscaleResult result, String mode) {
        Map<String, String> plans = result.provenance().tilePlans();
        for (String stage : List.of("encode", "decode")) {
            assertTrue(plans.get(stage).startsWith(mode), plans.toString());
            assertFalse(plans.get(stage).contains(" 1 x 1 tiles"), plans.toString());
        }
    }

    @Test
    void independentIsWhatHappensUnasked() {
        BufferedImage unasked = resolver.upscale(IMAGE, options().build()).image();
        assertEquals(
                0,
                TestPictures.largestDifference(
                        unasked, upscale(VaeTiling.INDEPENDENT).image()));
    }

    @ParameterizedTest
    @EnumSource(VaeTiling.class)
    void whatIsReadWholeIsTheSameInEveryMode(VaeTiling tiling) {
        UpscaleResult result = resolver.upscale(
                IMAGE,
                options().networkTiles(NetworkTiles.REFERENCE).vaeTiling(tiling).build());
        assertEquals(0, TestPictures.largestDifference(whole, result.image()));
        assertTrue(result.provenance().tilePlans().get("decode").contains(" 1 x 1 tiles"));
    }

    @Test
    void aTileSizeCutsEveryNetwork() {
        UpscaleOptions.Builder sized =
                options().networkTiles(NetworkTiles.REFERENCE).tileSize(80);
        UpscaleResult exact =
                resolver.upscale(IMAGE, sized.vaeTiling(VaeTiling.EXACT).build());
        assertPlans(exact, "exact in lockstep, ");
        UpscaleResult reference =
                resolver.upscale(IMAGE, sized.vaeTiling(VaeTiling.REFERENCE).build());
        assertTrue(reference.provenance().tilePlans().get("encode").contains("reference VAE(tile=16, pad=32)"));
        InvalidOptionException e = assertThrows(
                InvalidOptionException.class,
                () -> resolver.upscale(IMAGE, sized.tileSize(64).build()));
        assertTrue(e.getMessage().contains("at least 66 pixels"), e.getMessage());
    }

    @Test
    void theDenoisersTilesAreChosenToo() {
        NetworkTiles tiles = NetworkTiles.REFERENCE.withDenoiser(24, 8);
        UpscaleResult result =
                resolver.upscale(IMAGE, options().networkTiles(tiles).build());
        assertTrue(
                result.provenance().tilePlans().get("denoise").startsWith("reference denoiser(tile=24, overlap=8)"),
                result.provenance().tilePlans().toString());
    }

    @Test
    void anEncoderTileOfPartsOfLatentPixelsIsRefused() {
        UpscaleOptions odd = options().networkTiles(SHORT.withEncoder(17)).build();
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> resolver.upscale(IMAGE, odd));
        assertTrue(e.getMessage().contains("17 pixels"), e.getMessage());
        assertTrue(e.getMessage().contains("a multiple of 2 pixels"), e.getMessage());
    }

    @Test
    void aBudgetThatHoldsSingleTilesButNotAllOfThemIsRefused() {
        UpscaleOptions.Builder small = options().memoryBudgetBytes(60L << 20);
        assertEquals(140, resolver.upscale(IMAGE, small.build()).image().getWidth());
        BufferedImage wide = TestPictures.rgb(160, 120);
        UpscaleOptions exact = small.vaeTiling(VaeTiling.EXACT).build();
        assertThrows(MemoryBudgetException.class, () -> resolver.upscale(wide, exact));
    }

    @ParameterizedTest
    @EnumSource(
            value = VaeTiling.class,
            names = {"EXACT", "REFERENCE"})
    void lockstepReportsProgressAndCanBeCancelled(VaeTiling tiling) {
        CancellationToken token = new CancellationToken();
        List<Progress> heard = new ArrayList<>();
        UpscaleOptions.Builder counted =
                options().vaeTiling(tiling).cancellation(token).progress(heard::add);
        resolver.upscale(IMAGE, counted.build());
        assertEquals(1, heard.get(heard.size() - 1).fraction());
        assertTrue(heard.stream().anyMatch(progress -> progress.totalTiles() > 1), heard.toString());
        UpscaleOptions cancelled = counted.progress(progress -> token.cancel()).build();
        assertThrows(CancelledException.class, () -> resolver.upscale(IMAGE, cancelled));
    }

    @Test
    void modelsWithExactTilesIgnoreItAndSaySo() {
        assertFalse(resolver.tilesAreExact());
        try (SuperResolver embedded = SuperResolver.create()) {
            assertTrue(embedded.tilesAreExact());
            UpscaleResult result =
                    embedded.upscale(IMAGE, options().vaeTiling(VaeTiling.EXACT).build());
            List<String> warnings = result.provenance().warnings();
            assertTrue(warnings.get(0).startsWith("VAE tiling EXACT was ignored"), warnings.toString());
            assertTrue(warnings.get(1).startsWith("Tiles of single networks (encoder 16"), warnings.toString());
        }
    }
}
