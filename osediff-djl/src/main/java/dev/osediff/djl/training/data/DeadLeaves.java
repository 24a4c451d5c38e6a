package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.util.List;

/**
 * Generated training pictures: leaves of every size lie on each other (the dead leaves model: sizes by a power law make
 * the statistics of edges scale-free, as in photographs). Ellipses, polygons, strokes, stripe fields, lattices and
 * rows of letter-like signs; colours around a base colour; gradients and noise. Drawn at double size and reduced.
 */
final class DeadLeaves {
    /** Side of a picture in pixels. */
    static final int SIDE = 256;

    private static final int DRAWN = 2 * SIDE;

    /** How a picture is reduced: from crisp to as soft as a good lens. */
    private static final List<ResampleFilter> SHARPNESS =
            List.of(ResampleFilter.BOX, ResampleFilter.LANCZOS3, ResampleFilter.BILINEAR);

    private final SeededRandom random;
    private final LeafColours colours;
    private final Canvas canvas;

    private DeadLeaves(long seed) {
        random = new SeededRandom(seed);
        colours = new LeafColours(random);
        canvas = new Canvas(DRAWN, colours.draw());
    }

    /** Returns the picture of a seed: 256 × 256, red, green, blue in [0, 1]; the same on every JVM. */
    static FloatImage draw(long seed) {
        DeadLeaves picture = new DeadLeaves(seed);
        picture.leaves();
        picture.glyphs();
        return picture.finish();
    }

    private void leaves() {
        double exponent = random.nextDouble(1.6, 3);
        double smallest = random.nextDouble(2.5, 10);
        double largest = random.nextDouble(90, 260);
        double covered = 0;
        double wanted = random.nextDouble(2.5, 5) * DRAWN * DRAWN;
        for (int i = 0; i < 4000 && covered < wanted; i++) {
            double radius = powerLaw(smallest, largest, exponent);
            covered += radius * radius * 1.5;
            leaf(radius);
        }
    }

    /** Draws from the density r^-exponent between two bounds. */
    private double powerLaw(double low, double high, double exponent) {
        double power = 1 - exponent;
        double a = StrictMath.pow(low, power);
        double b = StrictMath.pow(high, power);
        return StrictMath.pow(a + random.nextDouble() * (b - a), 1 / power);
    }

    private void leaf(double radius) {
        double x = random.nextDouble(-0.1, 1.1) * DRAWN;
        double y = random.nextDouble(-0.1, 1.1) * DRAWN;
        double kind = random.nextDouble();
        if (kind < 0.25) {
            strokes(x, y, radius);
            return;
        }
        Outline outline =
                kind < 0.65 ? Outline.ellipse(x, y, radius, random) : Outline.polygon(x, y, radius * 1.2, random);
        float[] colour = colours.draw();
        float[] other = random.nextBoolean(0.5) ? colours.near(colour) : colours.draw();
        canvas.fill(outline, colour, other, paint(x, y, radius));
    }

    private Paint paint(double x, double y, double radius) {
        double kind = random.nextDouble();
        double period = random.nextDouble(5, 8 + Math.min(40, radius * 0.6));
        if (kind < 0.3 || radius < 8) {
            return Paint.flat();
        }
        if (kind < 0.6) {
            return Paint.gradient(x, y, 2.5 * radius, random);
        }
        if (kind < 0.72) {
            return Paint.stripes(period, random);
        }
        if (kind < 0.8) {
            return Paint.lattice(period, random);
        }
        return Paint.blotches(random.nextDouble(3, 6 + radius * 0.5), random);
    }

    /** One stroke, or a tuft of similar ones. */
    private void strokes(double x, double y, double radius) {
        int count = random.nextBoolean(0.4) ? 2 + random.nextInt(9) : 1;
        double width = Math.max(2, Math.min(24, radius * random.nextDouble(0.05, 0.35)));
        float[] colour = colours.draw();
        for (int i = 0; i < count; i++) {
            float[] shade = colours.near(colour);
            Outline outline = Outline.stroke(
                    x + random.nextDouble(-0.4, 0.4) * radius * (count - 1) / 4,
                    y + random.nextDouble(-0.4, 0.4) * radius * (count - 1) / 4,
                    radius * random.nextDouble(1.2, 3),
                    width * random.nextDouble(0.7, 1.3),
                    random);
            canvas.fill(outline, shade, shade, Paint.flat());
        }
    }

    private void glyphs() {
        int panels = random.nextBoolean(0.25) ? 1 + random.nextInt(2) : 0;
        for (int i = 0; i < panels; i++) {
            GlyphPanel.draw(canvas, colours, random);
        }
    }

    /** Light that changes slowly over the picture, reduction, then a little sensor noise in some pictures. */
    private FloatImage finish() {
        ValueNoise light = new ValueNoise(random.nextDouble(80, 300), random);
        float strength = (float) random.nextDouble(0, 0.35);
        for (int i = 0; i < DRAWN * DRAWN; i++) {
            float factor = 1 + strength * (light.at(i % DRAWN, i / DRAWN) - 0.5f);
            for (int c = 0; c < 3; c++) {
                canvas.planes[c][i] *= factor;
            }
        }
        FloatImage drawn = FloatImage.of(DRAWN, DRAWN, canvas.planes);
        FloatImage image = Resampler.resize(drawn, SIDE, SIDE, SHARPNESS.get(random.nextInt(SHARPNESS.size())));
        float noise = random.nextBoolean(0.3) ? (float) random.nextDouble(0, 3.0 / 255) : 0;
        float[] grain = new float[SIDE * SIDE];
        random.fillGaussian(grain, noise);
        for (int c = 0; c < 3; c++) {
            float[] plane = image.plane(c);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.max(0, Math.min(1, plane[i] + grain[i]));
            }
        }
        return image;
    }
}
