package dev.osediff.pipeline;

import dev.osediff.image.FloatImage;
import dev.osediff.network.Tensor;
import dev.osediff.tile.BandAssembler;
import java.util.Arrays;

/** Takes the decoder's rows: crops the padding, brings [-1, 1] to [0, 1], and for a grey picture takes the mean of the three channels. */
final class DecoderOutput implements BandAssembler.Sink {
    private final FloatImage picture;

    /** Prepares a picture of 1 or 3 planes. */
    DecoderOutput(Size size, int channels) {
        this.picture = FloatImage.black(size.width(), size.height(), channels);
    }

    /** Returns the picture; samples outside 0 to 1 occur. */
    FloatImage picture() {
        return picture;
    }

    @Override
    public void accept(int firstRow, Tensor rows) {
        int count = rows.dim(2);
        int stride = rows.dim(3);
        int channels = rows.dim(1);
        float share = 0.5f / (picture.channels() == 1 ? channels : 1);
        for (float[] plane : planes()) {
            int begin = firstRow * picture.width();
            int end = Math.min(firstRow + count, picture.height()) * picture.width();
            if (begin < end) {
                Arrays.fill(plane, begin, end, 0.5f);
            }
        }
        for (int c = 0; c < channels; c++) {
            float[] plane = picture.plane(Math.min(c, picture.channels() - 1));
            for (int y = 0; y < count && firstRow + y < picture.height(); y++) {
                int from = (c * count + y) * stride;
                int to = (firstRow + y) * picture.width();
                for (int x = 0; x < picture.width(); x++) {
                    plane[to + x] += share * rows.data()[from + x];
                }
            }
        }
    }

    private float[][] planes() {
        float[][] planes = new float[picture.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = picture.plane(c);
        }
        return planes;
    }
}
