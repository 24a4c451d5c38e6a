package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;

/**
 * A closed polygon in pixels.
 *
 * @param x the corners' columns
 * @param y the corners' rows
 */
record Outline(double[] x, double[] y) {
    /** Returns a turned ellipse. */
    static Outline ellipse(double centreX, double centreY, double radius, SeededRandom random) {
        double flatness = random.nextDouble(0.3, 1);
        double angle = random.nextDouble(0, StrictMath.PI);
        int corners = (int) Math.min(64, 10 + radius);
        Outline outline = new Outline(new double[corners], new double[corners]);
        for (int i = 0; i < corners; i++) {
            double t = 2 * StrictMath.PI * i / corners;
            double along = radius * StrictMath.cos(t);
            double across = radius * flatness * StrictMath.sin(t);
            outline.x[i] = centreX + along * StrictMath.cos(angle) - across * StrictMath.sin(angle);
            outline.y[i] = centreY + along * StrictMath.sin(angle) + across * StrictMath.cos(angle);
        }
        return outline;
    }

    /** Returns a polygon of 3 to 8 corners around a centre; often a rectangle. */
    static Outline polygon(double centreX, double centreY, double radius, SeededRandom random) {
        boolean rectangle = random.nextBoolean(0.35);
        int corners = rectangle ? 4 : 3 + random.nextInt(6);
        double turn = random.nextBoolean(0.3) ? 0 : random.nextDouble(0, 2 * StrictMath.PI);
        double half = random.nextDouble(0.2, 1.3);
        Outline outline = new Outline(new double[corners], new double[corners]);
        for (int i = 0; i < corners; i++) {
            double t;
            double r = radius;
            if (rectangle) {
                t = turn + (i < 2 ? 0 : StrictMath.PI) + (i % 2 == 0 ? half / 2 : -half / 2);
            } else {
                t = turn + 2 * StrictMath.PI * (i + random.nextDouble(-0.3, 0.3)) / corners;
                r *= random.nextDouble(0.4, 1);
            }
            outline.x[i] = centreX + r * StrictMath.cos(t);
            outline.y[i] = centreY + r * StrictMath.sin(t);
        }
        return outline;
    }

    /** Returns a bent stroke that narrows towards its ends or keeps its width, like twigs, hair, cables, blades. */
    static Outline stroke(double startX, double startY, double length, double width, SeededRandom random) {
        int steps = 16;
        boolean tapered = random.nextBoolean(0.5);
        double direction = random.nextDouble(0, 2 * StrictMath.PI);
        double bend = random.nextBoolean(0.3) ? 0 : random.nextDouble(-1.6, 1.6) / steps;
        double wobble = random.nextDouble(0, 0.08);
        Outline outline = new Outline(new double[2 * steps + 2], new double[2 * steps + 2]);
        double x = startX;
        double y = startY;
        for (int i = 0; i <= steps; i++) {
            double share = (double) i / steps;
            double half = width / 2 * (tapered ? 1 - 0.85 * share : 1);
            double normalX = -StrictMath.sin(direction) * half;
            double normalY = StrictMath.cos(direction) * half;
            outline.x[i] = x + normalX;
            outline.y[i] = y + normalY;
            outline.x[2 * steps + 1 - i] = x - normalX;
            outline.y[2 * steps + 1 - i] = y - normalY;
            direction += bend + wobble * random.nextGaussian();
            x += StrictMath.cos(direction) * length / steps;
            y += StrictMath.sin(direction) * length / steps;
        }
        return outline;
    }

    /** Returns a straight bar between two points. */
    static Outline bar(double fromX, double fromY, double toX, double toY, double width) {
        double length = Math.max(1e-6, StrictMath.hypot(toX - fromX, toY - fromY));
        double ax = (toX - fromX) / length * width / 2;
        double ay = (toY - fromY) / length * width / 2;
        return new Outline(
                new double[] {fromX - ax - ay, toX + ax - ay, toX + ax + ay, fromX - ax + ay},
                new double[] {fromY - ay + ax, toY + ay + ax, toY + ay - ax, fromY - ay - ax});
    }
}
