package dev.osediff;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.OptionalInt;

/**
 * Sides of the tiles of a published model's networks, one by one, as the reference script has them; what is empty is the
 * reference's. Models whose tiles are exact ignore them and say so. Immutable.
 *
 * @param encoder side of an encoder tile without its margin of 32, in picture pixels: a multiple of the picture pixels per
 *     latent pixel, at most {@link #MOST}; 1024 if empty
 * @param decoder side of a decoder tile without its margin of 11, in latent pixels, 1 to {@link #MOST}; 224 if empty
 * @param denoiser side of a UNet tile in latent pixels, {@link #LEAST_DENOISER} to {@link #MOST}; 96 if empty
 * @param denoiserOverlap latent pixels that neighbouring UNet tiles share, at least 0 and below their side; 32 if empty
 */
public record NetworkTiles(
        OptionalInt encoder, OptionalInt decoder, OptionalInt denoiser, OptionalInt denoiserOverlap) {
    /** The reference's sides. */
    public static final NetworkTiles REFERENCE =
            new NetworkTiles(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Longest side. */
    public static final int MOST = 16_384;

    /** Shortest side of a UNet tile. */
    public static final int LEAST_DENOISER = 16;

    static final int ENCODER = 1024;
    static final int DECODER = 224;
    static final int DENOISER = 96;
    static final int DENOISER_OVERLAP = 32;

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException naming what is out of range
     */
    public NetworkTiles {
        requireRange("encoder tile", encoder.orElse(ENCODER), 1, MOST);
        requireRange("decoder tile", decoder.orElse(DECODER), 1, MOST);
        requireRange("denoiser tile", denoiser.orElse(DENOISER), LEAST_DENOISER, MOST);
        int overlap = denoiserOverlap.orElse(Math.min(DENOISER_OVERLAP, denoiser.orElse(DENOISER) / 2));
        requireRange(
                "overlap of denoiser tiles of " + denoiser.orElse(DENOISER), overlap, 0, denoiser.orElse(DENOISER) - 1);
    }

    private static void requireRange(String asked, int found, int least, int most) {
        if (found < least || found > most) {
            throw new InvalidOptionException(new Problem(
                    asked, found + " pixels", least + " to " + most + " pixels", "Use a value in that range."));
        }
    }

    /** Returns these with another side of encoder tiles. */
    public NetworkTiles withEncoder(int pixels) {
        return new NetworkTiles(OptionalInt.of(pixels), decoder, denoiser, denoiserOverlap);
    }

    /** Returns these with another side of decoder tiles. */
    public NetworkTiles withDecoder(int latentPixels) {
        return new NetworkTiles(encoder, OptionalInt.of(latentPixels), denoiser, denoiserOverlap);
    }

    /** Returns these with other UNet tiles. */
    public NetworkTiles withDenoiser(int latentPixels, int overlap) {
        return new NetworkTiles(encoder, decoder, OptionalInt.of(latentPixels), OptionalInt.of(overlap));
    }

    int encoderSide() {
        return encoder.orElse(ENCODER);
    }

    int decoderSide() {
        return decoder.orElse(DECODER);
    }

    int denoiserSide() {
        return denoiser.orElse(DENOISER);
    }

    /** Returns the overlap; where only a side is given that is too short for the reference's, half of it. */
    int overlap() {
        return denoiserOverlap.orElse(Math.min(DENOISER_OVERLAP, denoiserSide() / 2));
    }

    /** Returns "encoder 1024, decoder 224, denoiser 96, overlap 32". */
    @Override
    public String toString() {
        return "encoder " + encoderSide() + ", decoder " + decoderSide() + ", denoiser " + denoiserSide() + ", overlap "
                + overlap();
    }
}
