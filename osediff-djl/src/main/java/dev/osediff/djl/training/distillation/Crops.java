package dev.osediff.djl.training.distillation;

import dev.osediff.image.FloatImage;
import java.util.ArrayList;
import java.util.List;

/** Takes a batch apart into pictures as a file would hold them. */
final class Crops {
    private static final int WHITE = 255;

    private Crops() {}

    /**
     * Returns pictures with samples 0 to 1, rounded to 8 bits.
     *
     * @param values [N, 3, S, S] in [-1, 1]; others are limited
     */
    static List<FloatImage> of(float[] values, int count, int side) {
        List<FloatImage> pictures = new ArrayList<>();
        int size = side * side;
        for (int n = 0; n < count; n++) {
            float[][] planes = new float[3][size];
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < size; i++) {
                    float sample = 0.5f + 0.5f * values[(3 * n + c) * size + i];
                    planes[c][i] = (float) Math.round(WHITE * Math.max(0, Math.min(1, sample))) / WHITE;
                }
            }
            pictures.add(FloatImage.of(side, side, planes));
        }
        return pictures;
    }
}
