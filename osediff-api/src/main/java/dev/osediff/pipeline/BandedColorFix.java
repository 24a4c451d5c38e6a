package dev.osediff.pipeline;

import dev.osediff.backend.Cancellation;
import dev.osediff.color.AdaIn;
import dev.osediff.color.ChannelStatistics;
import dev.osediff.color.ColorFix;
import dev.osediff.color.ColorFixPrecision;
import dev.osediff.color.EightBit;
import dev.osediff.color.Wavelet;
import dev.osediff.image.FloatImage;
import java.util.Arrays;
import java.util.List;

/**
 * Fixes the colours of a whole picture in place, band by band, with the result that {@link ColorFix#apply} has on the whole
 * one (up to the last bits of AdaIN's statistics).
 */
final class BandedColorFix {
    private final FloatImage result;
    private final EnlargedPicture source;
    private final Cancellation cancellation;

    /** Prepares; {@code result} is overwritten, sizes and channels are equal. */
    BandedColorFix(FloatImage result, EnlargedPicture source, Cancellation cancellation) {
        this.result = result;
        this.source = source;
        this.cancellation = cancellation;
    }

    /** Fixes; in 8-bit arithmetic the result is rounded down before and after. */
    void apply(ColorFix fix, ColorFixPrecision arithmetic) {
        boolean eightBit = arithmetic == ColorFixPrecision.REFERENCE_8_BIT;
        if (eightBit) {
            EightBit.truncateInPlace(result);
        }
        apply(fix);
        if (eightBit && fix != ColorFix.NONE) {
            EightBit.truncateInPlace(result);
        }
    }

    private void apply(ColorFix fix) {
        switch (fix) {
            case ADAIN -> adaIn();
            case WAVELET -> wavelet();
            case NONE -> {}
        }
    }

    private void adaIn() {
        ChannelStatistics[] after = new ChannelStatistics[result.channels()];
        Arrays.fill(after, ChannelStatistics.EMPTY);
        int step = Rows.perBand(result.width(), result.channels());
        for (int y = 0; y < result.height(); y += step) {
            cancellation.throwIfCancelled();
            FloatImage band = source.rows(y, Math.min(result.height(), y + step));
            for (int c = 0; c < after.length; c++) {
                after[c] = after[c].merge(ChannelStatistics.of(band.plane(c)));
            }
        }
        List<ChannelStatistics> before = AdaIn.statistics(result);
        for (int c = 0; c < after.length; c++) {
            cancellation.throwIfCancelled();
            AdaIn.transfer(before.get(c), after[c]).apply(result.plane(c), result.plane(c));
        }
    }

    /** Each band is fixed with its margins, which for the rows above are kept from before they were overwritten. */
    private void wavelet() {
        int step = Math.max(4 * Wavelet.RADIUS, Rows.perBand(result.width(), result.channels()));
        FloatImage above = null;
        for (int y = 0; y < result.height(); y += step) {
            cancellation.throwIfCancelled();
            int end = Math.min(result.height(), y + step);
            int from = Math.max(0, y - Wavelet.RADIUS);
            int to = Math.min(result.height(), end + Wavelet.RADIUS);
            FloatImage before = Rows.copy(result, from, to);
            if (above != null) {
                copyInto(above, before, 0);
            }
            if (end < result.height()) {
                above = Rows.copy(before, end - Wavelet.RADIUS - from, end - from);
            }
            FloatImage fixed = ColorFix.WAVELET.apply(before, source.rows(from, to));
            copyInto(Rows.copy(fixed, y - from, end - from), result, y);
        }
    }

    private static void copyInto(FloatImage rows, FloatImage picture, int firstRow) {
        for (int c = 0; c < picture.channels(); c++) {
            float[] plane = rows.plane(c);
            System.arraycopy(plane, 0, picture.plane(c), firstRow * picture.width(), plane.length);
        }
    }
}
