package dev.osediff.djl.training.data;

import dev.osediff.degradation.SeededRandom;

/** A panel with rows of letter-like signs, each of two to four bars between the points of a 3 × 4 lattice. */
final class GlyphPanel {
    private GlyphPanel() {}

    static void draw(Canvas canvas, LeafColours colours, SeededRandom random) {
        double cell = random.nextDouble(12, 44);
        double width = random.nextDouble(0.3, 0.9) * canvas.side;
        double height = random.nextDouble(1.5, 7) * cell * 1.5;
        double left = random.nextDouble(-0.2, 0.7) * canvas.side;
        double top = random.nextDouble(-0.1, 0.8) * canvas.side;
        boolean dark = random.nextBoolean(0.5);
        float[] paper = shifted(colours.draw(), dark ? -0.35f : 0.35f);
        float[] ink = shifted(colours.draw(), dark ? 0.4f : -0.4f);
        if (random.nextBoolean(0.7)) {
            Outline sheet = Outline.bar(left, top + height / 2, left + width, top + height / 2, height);
            canvas.fill(sheet, paper, paper, Paint.flat());
        }
        double thickness = cell * random.nextDouble(0.1, 0.24);
        for (double y = top + cell / 2; y + cell < top + height; y += 1.5 * cell) {
            for (double x = left + cell / 2; x + cell < left + width; x += 0.85 * cell) {
                if (!random.nextBoolean(0.15)) {
                    glyph(canvas, x, y, cell, thickness, ink, random);
                }
            }
        }
    }

    private static void glyph(
            Canvas canvas, double x, double y, double cell, double thickness, float[] ink, SeededRandom random) {
        int bars = 2 + random.nextInt(3);
        int from = random.nextInt(12);
        for (int i = 0; i < bars; i++) {
            int to = (from + 1 + random.nextInt(11)) % 12;
            Outline bar = Outline.bar(
                    x + from % 3 * cell * 0.28,
                    y + from / 3 * cell * 0.33,
                    x + to % 3 * cell * 0.28,
                    y + to / 3 * cell * 0.33,
                    thickness);
            canvas.fill(bar, ink, ink, Paint.flat());
            from = random.nextBoolean(0.7) ? to : random.nextInt(12);
        }
    }

    private static float[] shifted(float[] colour, float shift) {
        float[] result = new float[3];
        for (int c = 0; c < 3; c++) {
            result[c] = Math.max(0.01f, Math.min(0.99f, colour[c] + shift));
        }
        return result;
    }
}
