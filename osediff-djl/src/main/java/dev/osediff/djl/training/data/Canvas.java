package dev.osediff.djl.training.data;

import java.util.Arrays;

/** A square picture of three float planes on which outlines are filled without antialiasing. */
final class Canvas {
    final int side;
    final float[][] planes;

    Canvas(int side, float[] colour) {
        this.side = side;
        this.planes = new float[3][side * side];
        for (int c = 0; c < 3; c++) {
            Arrays.fill(planes[c], colour[c]);
        }
    }

    /** Fills the inside (even-odd rule) with a mix of two colours. */
    void fill(Outline outline, float[] colour, float[] other, Paint paint) {
        double top = Arrays.stream(outline.y()).min().orElse(0);
        double bottom = Arrays.stream(outline.y()).max().orElse(0);
        int last = (int) Math.min(side - 1, Math.floor(bottom - 0.5));
        double[] crossings = new double[outline.x().length];
        for (int row = (int) Math.max(0, Math.ceil(top - 0.5)); row <= last; row++) {
            int count = crossings(outline, row + 0.5, crossings);
            Arrays.sort(crossings, 0, count);
            for (int i = 0; i + 1 < count; i += 2) {
                int from = (int) Math.max(0, Math.ceil(crossings[i] - 0.5));
                int to = (int) Math.min(side - 1, Math.ceil(crossings[i + 1] - 0.5) - 1);
                span(row, from, to, colour, other, paint);
            }
        }
    }

    private static int crossings(Outline outline, double y, double[] crossings) {
        double[] xs = outline.x();
        double[] ys = outline.y();
        int count = 0;
        for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
            if (ys[i] <= y != ys[j] <= y) {
                crossings[count++] = xs[i] + (y - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
            }
        }
        return count;
    }

    private void span(int row, int from, int to, float[] colour, float[] other, Paint paint) {
        for (int x = from; x <= to; x++) {
            float mix = paint.mixAt(x, row);
            int at = row * side + x;
            for (int c = 0; c < 3; c++) {
                planes[c][at] = colour[c] + mix * (other[c] - colour[c]);
            }
        }
    }
}
