package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;

/** How the inside of a leaf is painted: a mix of two colours that varies with the position. */
interface Paint {
    /** Returns the share of the second colour at a position in pixels; 0 to 1. */
    float mixAt(float x, float y);

    /** Returns flat colour. */
    static Paint flat() {
        return (x, y) -> 0;
    }

    /** Returns a gradient along a random direction, over the given length in pixels. */
    static Paint gradient(double centreX, double centreY, double length, SeededRandom random) {
        double angle = random.nextDouble(0, 2 * StrictMath.PI);
        float dx = (float) (StrictMath.cos(angle) / length);
        float dy = (float) (StrictMath.sin(angle) / length);
        float offset = (float) (0.5 - centreX * dx - centreY * dy);
        return (x, y) -> Math.max(0, Math.min(1, offset + x * dx + y * dy));
    }

    /** Returns parallel stripes: hard ones with a random share of the period, or soft waves. */
    static Paint stripes(double periodPixels, SeededRandom random) {
        double angle = random.nextDouble(0, 2 * StrictMath.PI);
        float dx = (float) (StrictMath.cos(angle) / periodPixels);
        float dy = (float) (StrictMath.sin(angle) / periodPixels);
        float duty = (float) random.nextDouble(0.25, 0.75);
        boolean soft = random.nextBoolean(0.4);
        float bend = random.nextBoolean(0.4) ? (float) random.nextDouble(0, 0.004 / periodPixels) : 0;
        return (x, y) -> {
            float phase = x * dx + y * dy + bend * (x - y) * (x - y) + 1000;
            float position = phase - (int) phase;
            if (soft) {
                float triangle = Math.abs(2 * position - 1);
                return triangle * triangle * (3 - 2 * triangle);
            }
            return position < duty ? 1 : 0;
        };
    }

    /** Returns a lattice of two crossing stripe fields: checks, bricks, weaves. */
    static Paint lattice(double periodPixels, SeededRandom random) {
        Paint one = stripes(periodPixels, random);
        Paint two = stripes(periodPixels * random.nextDouble(0.5, 2), random);
        boolean exclusive = random.nextBoolean(0.5);
        return (x, y) -> {
            float a = one.mixAt(x, y);
            float b = two.mixAt(x, y);
            return exclusive ? a + b - 2 * a * b : a * b;
        };
    }

    /** Returns blotches: two scales of value noise on a fixed lattice. */
    static Paint blotches(double cellPixels, SeededRandom random) {
        ValueNoise coarse = new ValueNoise(cellPixels, random);
        ValueNoise fine = new ValueNoise(cellPixels * 0.4, random);
        return (x, y) -> 0.65f * coarse.at(x, y) + 0.35f * fine.at(x, y);
    }
}
