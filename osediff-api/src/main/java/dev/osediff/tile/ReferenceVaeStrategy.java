package dev.osediff.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles that the OSEDiff reference implementation puts around its VAE: inner boxes of one size that start at
 * {@code pad}, read with {@code pad} around them, cropped and not blended. A picture whose longer side is at most
 * tile + 2 · pad is read whole. Encoder: 1024 and 32 image pixels; decoder: 224 and 11 latent pixels.
 *
 * @param tile largest side of an inner box, in input pixels
 * @param pad pixels read around an inner box, in input pixels
 */
record ReferenceVaeStrategy(int tile, int pad) implements TileStrategy {
    /**
     * Checks the parameters.
     *
     * @throws dev.osediff.error.InvalidOptionException if a length is out of range
     */
    ReferenceVaeStrategy {
        TileOptions.requireTile(tile);
        TileOptions.requireHalo(pad);
    }

    @Override
    public TileGrid grid(int width, int height) {
        if (Math.max(width, height) <= tile + 2 * pad) {
            return new WholeStrategy().grid(width, height);
        }
        return TileGrid.partition(segments(width), segments(height));
    }

    private List<Segment> segments(int length) {
        int inside = length - 2 * pad;
        if (inside <= tile) {
            return List.of(Segment.all(0, length));
        }
        int count = Alignment.ceilDiv(inside, tile);
        int side = roundSide(Alignment.ceilDiv(inside, count));
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int start = pad + i * side;
            int end = Math.min(start + side, length);
            segments.add(new Segment(
                    Math.max(0, start - pad),
                    Math.min(length, end + pad),
                    start <= pad ? 0 : start,
                    end >= length - pad ? length : end));
        }
        return segments;
    }

    /** Rounds up to a multiple of 32, or of the next smaller power of two that stays within {@code tile}. */
    private int roundSide(int side) {
        for (int divider = 32; divider >= 2; divider /= 2) {
            long rounded = Alignment.up((long) side, divider);
            if (rounded <= tile || rounded == side) {
                return (int) rounded;
            }
        }
        return side;
    }

    @Override
    public String toString() {
        return "reference VAE(tile=" + tile + ", pad=" + pad + ")";
    }
}
