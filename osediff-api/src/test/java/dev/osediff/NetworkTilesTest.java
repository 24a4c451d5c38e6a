package dev.osediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NetworkTilesTest {
    private static final NetworkTiles TILES = NetworkTiles.REFERENCE;

    @Test
    void whatIsEmptyIsTheReferences() {
        assertEquals("encoder 1024, decoder 224, denoiser 96, overlap 32", TILES.toString());
        assertEquals(
                "encoder 512, decoder 64, denoiser 64, overlap 16",
                TILES.withEncoder(512).withDecoder(64).withDenoiser(64, 16).toString());
    }

    @Test
    void theOverlapFollowsAShortSide() {
        NetworkTiles tiles =
                new NetworkTiles(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(40), OptionalInt.empty());
        assertEquals(20, tiles.overlap());
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        refuses("encoder tile", "0 pixels", "1 to 16384", () -> TILES.withEncoder(0));
        refuses("decoder tile", "16385 pixels", "1 to 16384", () -> TILES.withDecoder(16_385));
        refuses("denoiser tile", "15 pixels", "16 to 16384", () -> TILES.withDenoiser(15, 2));
        refuses("overlap of denoiser tiles of 64", "64 pixels", "0 to 63", () -> TILES.withDenoiser(64, 64));
        refuses("overlap of denoiser tiles of 64", "-1 pixels", "0 to 63", () -> TILES.withDenoiser(64, -1));
    }

    @Test
    void aTileSizeSaysTheSameAndIsRefusedBesides() {
        UpscaleOptions.Builder both = UpscaleOptions.builder().networkTiles(TILES.withEncoder(512));
        refuses("tiles", "tile size 256", "one of the two", () -> both.tileSize(256)
                .build());
        assertEquals(
                256, both.networkTiles(TILES).tileSize(256).build().tileSize().getAsInt());
    }

    private static void refuses(String asked, String found, String limit, Executable call) {
        InvalidOptionException e = assertThrows(InvalidOptionException.class, call);
        assertEquals(asked, e.problem().asked());
        assertTrue(e.problem().found().contains(found), e.getMessage());
        assertTrue(e.problem().limit().contains(limit), e.getMessage());
    }
}
