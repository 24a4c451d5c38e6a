package dev.osediff.tile;

/**
 * Makes tile plans for encoder, denoiser and decoder alike; all lengths are in pixels of the network's input, and
 * {@link TileScale} relates them to its output. Every method throws {@link dev.osediff.error.InvalidOptionException} for
 * parameters out of range or in contradiction, and {@link IllegalArgumentException} for a picture whose sides are not
 * within 1 to 2²⁸. Stateless and thread-safe.
 */
public final class TilePlanner {
    private TilePlanner() {}

    /** Plans one tile that reads the whole picture. */
    public static TilePlan whole(int width, int height) {
        return TilePlan.of(width, height, new WholeStrategy());
    }

    /**
     * Plans tiles that read a halo around what they keep; kept parts partition the picture. Joined results equal the
     * whole result exactly if the network looks no further than the halo, normalises within a pixel, and the alignment
     * is a multiple of its total stride. The fewest tiles are used, evened out so that a backend sees one shape (and
     * smaller ones only where the picture is not a multiple of the alignment).
     *
     * @param tile most pixels read along one axis, halo included; at least {@link #smallestHaloTile}
     * @param halo pixels read beyond the kept part, except at the picture's border; rounded up to the alignment
     * @param alignment offsets of what is read are multiples of it; sizes too, unless cut by the picture's border
     */
    public static TilePlan halo(int width, int height, int tile, int halo, int alignment) {
        return TilePlan.of(width, height, new HaloStrategy(tile, halo, alignment));
    }

    /** Returns the smallest tile that keeps anything: two halos, rounded up to the alignment, and one alignment. */
    public static int smallestHaloTile(int halo, int alignment) {
        return Math.toIntExact(HaloStrategy.smallestTile(halo, alignment));
    }

    /**
     * Plans tiles that read what they keep and nothing else, for networks that see their neighbours' borders by other
     * means. The fewest tiles are used, equally long but for the last.
     *
     * @param tile most pixels along one axis; rounded down to the alignment, which it is not below
     * @param alignment offsets are multiples of it; sizes too, unless cut by the picture's border
     */
    public static TilePlan partition(int width, int height, int tile, int alignment) {
        return TilePlan.of(width, height, new PartitionStrategy(tile, alignment));
    }

    /**
     * Plans overlapping tiles whose results fade into each other: for networks that look further than any halo, where
     * hard edges would show. The fewest tiles are used, spread evenly; real overlaps are at least the one asked for.
     *
     * @param tile most pixels read along one axis; rounded down to the alignment
     * @param overlap least number of pixels that neighbours share, and the length of the ramp; rounded up to the
     *     alignment, and then below the tile
     * @param ramp form of the fade
     * @param alignment offsets of what is read are multiples of it; sizes too, unless cut by the picture's border
     */
    public static TilePlan feathered(int width, int height, int tile, int overlap, Ramp ramp, int alignment) {
        return TilePlan.of(width, height, new FeatheredStrategy(tile, overlap, ramp, alignment));
    }

    /** Plans the reference's UNet tiles with its defaults, 96 and 32 latent pixels. */
    public static TilePlan referenceDenoiser(int latentWidth, int latentHeight) {
        return referenceDenoiser(latentWidth, latentHeight, 96, 32);
    }

    /**
     * Plans the tiles that the OSEDiff reference implementation puts around its UNet: square tiles of side T =
     * min(tile, width, height) at multiples of T − overlap, the last one moved back to the border, joined with Gaussian
     * weights of variance 0.01 T². A latent of at most tile² pixels is read whole, whatever its form. Where the shorter
     * side is not above the overlap the reference does not terminate; here the overlap is then T/2.
     *
     * @param tile side of a tile in latent pixels
     * @param overlap latent pixels that neighbours share, below the tile
     */
    public static TilePlan referenceDenoiser(int latentWidth, int latentHeight, int tile, int overlap) {
        return TilePlan.of(latentWidth, latentHeight, new ReferenceDenoiserStrategy(tile, overlap));
    }

    /** Plans the reference's VAE encoder tiles with its defaults, 1024 and 32 image pixels. */
    public static TilePlan referenceEncoder(int width, int height) {
        return referenceVae(width, height, 1024, 32);
    }

    /** Plans the reference's VAE decoder tiles with its defaults, 224 and 11 latent pixels. */
    public static TilePlan referenceDecoder(int latentWidth, int latentHeight) {
        return referenceVae(latentWidth, latentHeight, 224, 11);
    }

    /**
     * Plans the tiles that the OSEDiff reference implementation puts around its VAE: inner boxes of one size that start
     * at {@code pad}, read with {@code pad} around them, cropped and not blended. A picture whose longer side is at most
     * tile + 2 · pad is read whole.
     *
     * @param tile largest side of an inner box, in input pixels
     * @param pad pixels read around an inner box, in input pixels
     */
    public static TilePlan referenceVae(int width, int height, int tile, int pad) {
        return TilePlan.of(width, height, new ReferenceVaeStrategy(tile, pad));
    }
}
