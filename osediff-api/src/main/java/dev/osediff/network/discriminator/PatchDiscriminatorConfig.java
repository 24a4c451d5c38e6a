package dev.osediff.network.discriminator;

/**
 * Sizes of a {@link PatchDiscriminator}. Immutable.
 *
 * @param imageChannels planes of a picture
 * @param baseChannels channels after the first convolution, doubled by each later one up to eight times
 * @param halvings convolutions that halve the map, 1 to 5; 3 judge patches of 70×70 pixels
 */
public record PatchDiscriminatorConfig(int imageChannels, int baseChannels, int halvings) {
    /** Of the published form: 64 channels, patches of 70×70 pixels. */
    public static final PatchDiscriminatorConfig PATCH_70 = new PatchDiscriminatorConfig(3, 64, 3);

    /** For the embedded model: 16 channels, patches of 34×34 pixels. */
    public static final PatchDiscriminatorConfig SMALL = new PatchDiscriminatorConfig(3, 16, 2);

    private static final int MOST_HALVINGS = 5;
    private static final int MOST_CHANNELS = 1024;
    private static final int WIDEST = 8;

    /** Refuses sizes out of range. */
    public PatchDiscriminatorConfig {
        if (imageChannels < 1 || baseChannels < 1 || baseChannels > MOST_CHANNELS) {
            throw new IllegalArgumentException(
                    imageChannels + " image and " + baseChannels + " base channels, 1 to " + MOST_CHANNELS);
        }
        if (halvings < 1 || halvings > MOST_HALVINGS) {
            throw new IllegalArgumentException("halvings " + halvings + ", 1 to " + MOST_HALVINGS);
        }
    }

    /** Returns the channels after convolution {@code i}, counted from 0. */
    int channels(int i) {
        return baseChannels * Math.min(WIDEST, 1 << i);
    }

    /** Returns the smallest side of a picture in pixels. */
    public int smallestSide() {
        // Two convolutions at the end take a row each.
        return 3 << halvings;
    }
}
