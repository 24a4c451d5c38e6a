package dev.osediff;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.pipeline.Stage;
import dev.osediff.pipeline.StageTiling;
import java.util.List;
import java.util.Map;

/**
 * The tiles of published models: the reference's for the UNet (osediff.md §1.6), and for the autoencoder the reference's
 * sides (osediff.md §1.7) in one of three modes. A picture that the reference reads whole is read whole in all of them.
 *
 * @param downFactor picture pixels per latent pixel
 */
record StableDiffusionTiles(int downFactor) implements ModelTiles {
    private static final int ENCODER_PAD = 32;
    private static final int DECODER_PAD = 11;
    private static final int ENCODER_OVERLAP = 128;
    private static final int DECODER_OVERLAP = 32;

    @Override
    public boolean areExact() {
        return false;
    }

    @Override
    public List<String> warnings(UpscaleOptions options) {
        return List.of();
    }

    @Override
    public Map<Stage, StageTiling> of(UpscaleOptions options) {
        NetworkTiles tiles = options.networkTiles();
        VaeTiling tiling = options.vaeTiling().orElse(VaeTiling.INDEPENDENT);
        return Map.of(
                Stage.ENCODE, encoder(tiling, options),
                Stage.DENOISE, new StageTiling.Gaussian(tiles.denoiserSide(), tiles.overlap()),
                Stage.DECODE, decoder(tiling, options));
    }

    private StageTiling encoder(VaeTiling tiling, UpscaleOptions options) {
        int tile = options.networkTiles().encoderSide();
        if (tile % downFactor != 0) {
            throw new InvalidOptionException(new Problem(
                    "encoder tile",
                    tile + " pixels",
                    "a multiple of " + downFactor + " pixels, which one latent pixel covers",
                    "Use " + (tile / downFactor + 1) * downFactor + " pixels."));
        }
        int read = tile + 2 * ENCODER_PAD;
        return switch (tiling) {
            case INDEPENDENT -> new StageTiling.Feathered(read, ENCODER_OVERLAP, downFactor);
            case EXACT -> new StageTiling.Exact(side(options, read, 1, downFactor, 0), downFactor);
            case REFERENCE ->
                new StageTiling.Reference(
                        side(options, read, 1, downFactor, ENCODER_PAD) - 2 * ENCODER_PAD, ENCODER_PAD, downFactor);
        };
    }

    private StageTiling decoder(VaeTiling tiling, UpscaleOptions options) {
        int read = options.networkTiles().decoderSide() + 2 * DECODER_PAD;
        return switch (tiling) {
            case INDEPENDENT -> new StageTiling.Feathered(read, DECODER_OVERLAP, 1);
            case EXACT -> new StageTiling.Exact(side(options, read, downFactor, 1, 0), 1);
            case REFERENCE ->
                new StageTiling.Reference(
                        side(options, read, downFactor, 1, DECODER_PAD) - 2 * DECODER_PAD, DECODER_PAD, 1);
        };
    }

    /** Returns the side of what a tile reads: the usual one, or the tile size asked for, in units of the stage's pixels. */
    private static int side(UpscaleOptions options, int usual, int unit, int alignment, int pad) {
        if (options.tileSize().isEmpty()) {
            return usual;
        }
        int side = options.tileSize().getAsInt() / unit / alignment * alignment;
        int least = 2 * pad + alignment;
        if (side < least) {
            throw new InvalidOptionException(new Problem(
                    "tile size",
                    options.tileSize().getAsInt() + " pixels",
                    "at least " + least * unit + " pixels, which the model's margins need",
                    "Use a larger tile size, or leave it out for the reference's."));
        }
        return side;
    }
}
