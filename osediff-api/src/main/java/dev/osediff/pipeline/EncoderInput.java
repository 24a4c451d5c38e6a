package dev.osediff.pipeline;

import dev.osediff.image.FloatImage;
import dev.osediff.network.Tensor;
import dev.osediff.tile.Rect;

/**
 * What the encoder's tiles read: the enlarged picture in [-1, 1], its last row and column repeated up to the padded size;
 * grey is given three times. Keeps one band, so tiles are best read row by row. Not thread-safe.
 */
final class EncoderInput {
    private static final int CHANNELS = 3;

    private final EnlargedPicture picture;
    private FloatImage band;
    private int bandBegin;
    private int bandEnd;

    EncoderInput(EnlargedPicture picture) {
        this.picture = picture;
    }

    /** Returns [1, 3, rect height, rect width]. */
    Tensor read(Rect rect) {
        int begin = Math.min(rect.y(), picture.height() - 1);
        int end = Math.min(rect.bottom(), picture.height());
        if (band == null || begin != bandBegin || end != bandEnd) {
            band = null;
            band = picture.rows(begin, end);
            bandBegin = begin;
            bandEnd = end;
        }
        Tensor tile = Tensor.zeros(1, CHANNELS, rect.height(), rect.width());
        for (int c = 0; c < CHANNELS; c++) {
            float[] plane = band.plane(Math.min(c, band.channels() - 1));
            for (int y = 0; y < rect.height(); y++) {
                int row = (Math.min(rect.y() + y, picture.height() - 1) - begin) * picture.width();
                int to = (c * rect.height() + y) * rect.width();
                for (int x = 0; x < rect.width(); x++) {
                    int column = Math.min(rect.x() + x, picture.width() - 1);
                    tile.data()[to + x] = 2 * plane[row + column] - 1;
                }
            }
        }
        return tile;
    }
}
