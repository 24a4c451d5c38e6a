package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.util.EnumSet;
import java.util.Set;

/**
 * A generated picture of which it is known what it shows: each {@link Thing} is there or not, one as likely as the other, at
 * one of nine places on grey ground, where no other is. Drawn at four times its size and reduced.
 *
 * @param image three planes in [0, 1]
 * @param things what was drawn; not to be changed
 */
public record KnownContent(FloatImage image, Set<Thing> things) {
    private static final int OVERSAMPLING = 4;
    private static final int PLACES = 9;
    private static final int PLACE_STEP = 4;
    private static final float CONTRAST = 0.08f;
    private static final float STRIPE_PERIOD = 6 * OVERSAMPLING;

    /** What a picture can show. */
    public enum Thing {
        /** A red disc. */
        RED_DISC,
        /** A green disc. */
        GREEN_DISC,
        /** A blue disc. */
        BLUE_DISC,
        /** A disc of narrow stripes from left to right. */
        ROWS,
        /** A disc of narrow stripes from top to bottom. */
        COLUMNS,
        /** A dark square. */
        DARK_SQUARE
    }

    /**
     * Draws the picture of a seed, the same on every JVM.
     *
     * @param side in pixels, at least 16
     */
    public static KnownContent draw(int side, long seed) {
        SeededRandom random = new SeededRandom(seed);
        Canvas canvas = new Canvas(OVERSAMPLING * side, grey(random.nextDouble(0.4, 0.65)));
        Set<Thing> things = EnumSet.noneOf(Thing.class);
        int first = random.nextInt(PLACES);
        for (Thing thing : Thing.values()) {
            int place = (first + PLACE_STEP * thing.ordinal()) % PLACES;
            double radius = random.nextDouble(0.12, 0.16) * canvas.side;
            double x = (place % 3 + random.nextDouble(0.45, 0.55)) / 3 * canvas.side;
            double y = (place / 3 + random.nextDouble(0.45, 0.55)) / 3 * canvas.side;
            boolean there = random.nextBoolean(0.5);
            if (there) {
                things.add(thing);
                add(canvas, thing, x, y, radius, random);
            }
        }
        FloatImage drawn = FloatImage.of(canvas.side, canvas.side, canvas.planes);
        return new KnownContent(Resampler.resize(drawn, side, side, ResampleFilter.BOX), things);
    }

    private static void add(Canvas canvas, Thing thing, double x, double y, double radius, SeededRandom random) {
        float light = (float) random.nextDouble(0.45, 0.6);
        switch (thing) {
            case RED_DISC -> disc(canvas, x, y, radius, coloured(light, 0));
            case GREEN_DISC -> disc(canvas, x, y, radius, coloured(light, 1));
            case BLUE_DISC -> disc(canvas, x, y, radius, coloured(light, 2));
            case ROWS -> striped(canvas, x, y, radius, light, (px, py) -> stripe(py));
            case COLUMNS -> striped(canvas, x, y, radius, light, (px, py) -> stripe(px));
            case DARK_SQUARE -> {
                float[] dark = grey(light - 2 * CONTRAST);
                Outline square = Outline.bar(x - radius, y, x + radius, y, 2 * radius);
                canvas.fill(square, dark, dark, Paint.flat());
            }
        }
    }

    private static float stripe(float position) {
        return position % STRIPE_PERIOD < STRIPE_PERIOD / 2 ? 0 : 1;
    }

    private static void striped(Canvas canvas, double x, double y, double radius, float light, Paint stripes) {
        canvas.fill(circle(x, y, 1.2 * radius), grey(light - 2 * CONTRAST), grey(light + 2 * CONTRAST), stripes);
    }

    private static void disc(Canvas canvas, double x, double y, double radius, float[] colour) {
        canvas.fill(circle(x, y, radius), colour, colour, Paint.flat());
    }

    private static Outline circle(double x, double y, double radius) {
        int corners = 32;
        Outline outline = new Outline(new double[corners], new double[corners]);
        for (int i = 0; i < corners; i++) {
            outline.x()[i] = x + radius * StrictMath.cos(2 * StrictMath.PI * i / corners);
            outline.y()[i] = y + radius * StrictMath.sin(2 * StrictMath.PI * i / corners);
        }
        return outline;
    }

    private static float[] grey(double light) {
        return new float[] {(float) light, (float) light, (float) light};
    }

    private static float[] coloured(float light, int channel) {
        float[] colour = grey(light - CONTRAST);
        colour[channel] = light + CONTRAST;
        return colour;
    }
}
