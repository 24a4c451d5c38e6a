package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;

/** Smooth noise in [0, 1]: random values on a square lattice that repeats every 64 cells, blended between. */
final class ValueNoise {
    private static final int CELLS = 64;

    private final float[] values = new float[CELLS * CELLS];
    private final float perPixel;

    ValueNoise(double cellPixels, SeededRandom random) {
        perPixel = (float) (1 / cellPixels);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
    }

    float at(float x, float y) {
        float u = Math.abs(x * perPixel);
        float v = Math.abs(y * perPixel);
        int column = (int) u;
        int row = (int) v;
        float s = smooth(u - column);
        float t = smooth(v - row);
        float upper = value(column, row) * (1 - s) + value(column + 1, row) * s;
        float lower = value(column, row + 1) * (1 - s) + value(column + 1, row + 1) * s;
        return upper * (1 - t) + lower * t;
    }

    private float value(int column, int row) {
        return values[(row % CELLS) * CELLS + column % CELLS];
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }
}
