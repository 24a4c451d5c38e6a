package dev.osediff.cuda.twin;

import java.util.Arrays;

/**
 * A tensor [batch, heads, rows, channels] somewhere in an array.
 *
 * @param data the array; what no element owns is NaN, so that a wrong stride is seen
 * @param strides distances between batches, heads, rows and channels
 */
public record Strided(float[] data, long[] strides) {
    /** Returns a tensor of NaN whose rows hold all heads one after another, as a linear layer leaves them. */
    public static Strided rowsOfHeads(int batch, int heads, int rows, int channels, int gap) {
        long row = (long) heads * (channels + gap) + gap;
        float[] data = new float[Math.toIntExact(batch * (rows * row + gap))];
        Arrays.fill(data, Float.NaN);
        return new Strided(data, new long[] {rows * row + gap, channels + gap, row, 1});
    }

    /** Returns a tensor of NaN with channels as the slowest of a head, as the map of a convolution has them. */
    public static Strided channelsFirst(int batch, int heads, int rows, int channels) {
        float[] data = new float[batch * heads * channels * rows];
        Arrays.fill(data, Float.NaN);
        return new Strided(data, new long[] {(long) heads * channels * rows, (long) channels * rows, 1, rows});
    }

    /** Returns the position of an element. */
    public int at(int batch, int head, int row, int channel) {
        return Math.toIntExact(batch * strides[0] + head * strides[1] + row * strides[2] + channel * strides[3]);
    }
}
