package dev.osediff.network.rrdb;

/**
 * Sizes of an {@link RrdbNet}. Immutable.
 *
 * @param imageChannels planes of a picture
 * @param unshuffle side of the blocks of pixels that become channels at the start, 1, 2 or 4; the public ×2 and ×1 models
 *     are ×4 networks on pictures that were made small this way
 * @param upsamplings doublings at the end, 0 to 3
 * @param features channels of the trunk
 * @param blocks residual-in-residual dense blocks
 * @param growth channels that each convolution of a dense block adds
 */
public record RrdbConfig(int imageChannels, int unshuffle, int upsamplings, int features, int blocks, int growth) {
    /** The published ×4 networks of Real-ESRGAN, BSRGAN and LDL. */
    public static final RrdbConfig X4 = new RrdbConfig(3, 1, 2, 64, 23, 32);

    /** Real-ESRGAN's ×2 network. */
    public static final RrdbConfig X2 = new RrdbConfig(3, 2, 2, 64, 23, 32);

    private static final int MOST_CHANNELS = 1024;
    private static final int MOST_BLOCKS = 256;
    private static final int MOST_UPSAMPLINGS = 3;
    private static final int CONVOLUTIONS_PER_BLOCK = 15;

    /** Refuses sizes out of range, and those that make pictures smaller. */
    public RrdbConfig {
        require(imageChannels == 1 || imageChannels == 3, imageChannels + " image channels, 1 or 3");
        require(unshuffle == 1 || unshuffle == 2 || unshuffle == 4, "unshuffle " + unshuffle + ", 1, 2 or 4");
        require(
                upsamplings >= 0 && upsamplings <= MOST_UPSAMPLINGS,
                upsamplings + " upsamplings, 0 to " + MOST_UPSAMPLINGS);
        require(
                1 << upsamplings >= unshuffle,
                upsamplings + " upsamplings and unshuffle " + unshuffle + ", no smaller picture");
        require(features >= 1 && features <= MOST_CHANNELS, features + " features, 1 to " + MOST_CHANNELS);
        require(blocks >= 1 && blocks <= MOST_BLOCKS, blocks + " blocks, 1 to " + MOST_BLOCKS);
        require(growth >= 1 && growth <= MOST_CHANNELS, "growth " + growth + ", 1 to " + MOST_CHANNELS);
    }

    private static void require(boolean right, String text) {
        if (!right) {
            throw new IllegalArgumentException(text);
        }
    }

    /** Returns output pixels per input pixel along one axis. */
    public int scale() {
        return (1 << upsamplings) / unshuffle;
    }

    /** Returns the channels that the first convolution reads. */
    public int inputChannels() {
        return imageChannels * unshuffle * unshuffle;
    }

    /**
     * Returns the input pixels that an output pixel can see in each direction beyond its own: tiles with a margin of so many
     * equal the whole picture. Far fewer matter to a grey level.
     */
    public int radius() {
        int trunk = 1 + CONVOLUTIONS_PER_BLOCK * blocks + 1;
        // The convolutions after each doubling and the last two see less than two trunk pixels together, without
        // doublings two.
        return (trunk + 2) * unshuffle;
    }
}
