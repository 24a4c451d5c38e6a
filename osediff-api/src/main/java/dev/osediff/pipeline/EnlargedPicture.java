package dev.osediff.pipeline;

import dev.osediff.color.ColorFixPrecision;
import dev.osediff.color.EightBit;
import dev.osediff.image.FloatImage;
import dev.osediff.image.LevelResampler;
import dev.osediff.image.Resampler;
import java.util.List;

/**
 * The colour planes of the picture at the working size. A small one is kept; of a large one rows are computed each time they
 * are asked for, which is cheaper than keeping them. Not thread-safe.
 */
final class EnlargedPicture {
    /** Samples below which the whole picture is kept: 16 MiB. */
    static final long KEPT_SAMPLES = 1 << 22;

    private final FloatImage base;
    private final SizePlan.Step last;
    private final boolean levels;
    private final FloatImage whole;

    /** Prepares; all resizes but the last are done at once. In 8-bit arithmetic every one of them rounds. */
    EnlargedPicture(FloatImage colour, List<SizePlan.Step> steps, ColorFixPrecision arithmetic) {
        this.levels = arithmetic == ColorFixPrecision.REFERENCE_8_BIT;
        FloatImage image = levels ? EightBit.levels(colour) : colour;
        for (SizePlan.Step step : steps.subList(0, steps.size() - 1)) {
            image = resize(image, step, 0, step.size().height());
        }
        this.base = image;
        this.last = steps.get(steps.size() - 1);
        this.whole = last.size().pixels() * colour.channels() <= KEPT_SAMPLES ? compute(0, height()) : null;
    }

    int width() {
        return last.size().width();
    }

    int height() {
        return last.size().height();
    }

    int channels() {
        return base.channels();
    }

    /** Returns rows [begin, end), samples 0 to 1; the planes are not to be written to. */
    FloatImage rows(int begin, int end) {
        if (whole == null) {
            return compute(begin, end);
        }
        return begin == 0 && end == height() ? whole : Rows.copy(whole, begin, end);
    }

    private FloatImage compute(int begin, int end) {
        FloatImage rows = resize(base, last, begin, end);
        return levels ? EightBit.unit(rows) : rows;
    }

    private FloatImage resize(FloatImage image, SizePlan.Step step, int begin, int end) {
        int width = step.size().width();
        int height = step.size().height();
        return levels
                ? LevelResampler.resizeRows(image, width, height, step.filter(), begin, end)
                : Resampler.resizeRows(image, width, height, step.filter(), begin, end);
    }
}
