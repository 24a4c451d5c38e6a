package dev.osediff.color;

import dev.osediff.image.FloatImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive instance normalisation (Huang and Belongie 2017, eq. 8) as OSEDiff uses it for colour: each channel of the
 * result gets the mean and the standard deviation of the source's, the deviation being √(unbiased variance + 1e-5).
 *
 * <p>Only statistics of the whole picture are needed, so a pipeline that cannot hold it measures both pictures band by band
 * ({@link #statistics}, {@link ChannelStatistics#merge}) and then applies {@link #transfer} band by band. Stateless.
 */
public final class AdaIn {
    private static final double EPSILON = 1e-5;

    private AdaIn() {}

    /** Returns the statistics of each channel. */
    public static List<ChannelStatistics> statistics(FloatImage image) {
        List<ChannelStatistics> channels = new ArrayList<>(image.channels());
        for (int c = 0; c < image.channels(); c++) {
            channels.add(ChannelStatistics.of(image.plane(c)));
        }
        return List.copyOf(channels);
    }

    /** Returns the line that gives a channel with statistics {@code result} those of {@code source}. */
    public static ChannelTransfer transfer(ChannelStatistics result, ChannelStatistics source) {
        double gain = Math.sqrt((source.variance() + EPSILON) / (result.variance() + EPSILON));
        return new ChannelTransfer(result.mean(), gain, source.mean());
    }

    /** Returns {@code result} with the colours of {@code source}, clamped to 0 to 1; sizes are equal. */
    static FloatImage apply(FloatImage result, FloatImage source) {
        FloatImage fixed = FloatImage.black(result.width(), result.height(), result.channels());
        List<ChannelStatistics> before = statistics(result);
        List<ChannelStatistics> after = statistics(source);
        for (int c = 0; c < result.channels(); c++) {
            transfer(before.get(c), after.get(c)).apply(result.plane(c), fixed.plane(c));
        }
        return fixed;
    }
}
