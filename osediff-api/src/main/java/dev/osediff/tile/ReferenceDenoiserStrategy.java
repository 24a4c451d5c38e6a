package dev.osediff.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles that the OSEDiff reference implementation puts around its UNet, in latent pixels: square tiles of side
 * T = min(tile, width, height) at multiples of T − overlap, the last one moved back to the border, joined with Gaussian
 * weights of variance 0.01 T². A latent of at most tile² pixels is read whole, whatever its form. The weights' centre is
 * (T − 1)/2 along x and T/2 along y, as there.
 *
 * <p>Where the shorter side is not above the overlap the reference does not terminate; here the overlap is then T/2.
 *
 * @param tile side of a tile in latent pixels; the reference's default is 96
 * @param overlap latent pixels that neighbours share; the reference's default is 32
 */
record ReferenceDenoiserStrategy(int tile, int overlap) implements TileStrategy {
    private static final double VARIANCE = 0.01;

    /**
     * Checks the parameters.
     *
     * @throws dev.osediff.error.InvalidOptionException if a length is out of range or the overlap is not below the tile
     */
    ReferenceDenoiserStrategy {
        TileOptions.requireTile(tile);
        TileOptions.requireOverlap(tile, overlap);
    }

    @Override
    public TileGrid grid(int width, int height) {
        if ((long) width * height <= (long) tile * tile) {
            return new WholeStrategy().grid(width, height);
        }
        int side = Math.min(tile, Math.min(width, height));
        int stride = side - (overlap < side ? overlap : side / 2);
        return new TileGrid(
                segments(width, side, stride),
                gaussian(side, (side - 1) / 2.0),
                segments(height, side, stride),
                gaussian(side, side / 2.0));
    }

    private static List<Segment> segments(int length, int side, int stride) {
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        for (; start + side < length; start += stride) {
            segments.add(Segment.all(start, start + side));
        }
        segments.add(Segment.all(length - side, length));
        return segments;
    }

    /** Weight of pixel i of a tile: exp(−(i − centre)² / (2 · 0.01 · T²)), without the factor that normalisation removes. */
    private static TileGrid.Profile gaussian(int side, double centre) {
        return (segment, position) -> {
            double distance = position - 0.5 - segment.readStart() - centre;
            return Math.exp(-distance * distance / (2 * VARIANCE * side * side));
        };
    }

    @Override
    public String toString() {
        return "reference denoiser(tile=" + tile + ", overlap=" + overlap + ")";
    }
}
