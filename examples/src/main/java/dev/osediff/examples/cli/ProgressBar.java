package dev.osediff.examples.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that is drawn over itself, at most ten times a second. For one thread. */
final class ProgressBar {
    private static final int CELLS = 28;
    private static final long NANOS_BETWEEN_DRAWINGS = 100_000_000;

    private final PrintWriter out;
    private final boolean visible;
    private long drawnAt;
    private int drawnLength;

    /** Draws only if somebody watches. */
    ProgressBar(PrintWriter out, boolean visible) {
        this.out = out;
        this.visible = visible;
        this.drawnAt = System.nanoTime() - NANOS_BETWEEN_DRAWINGS;
    }

    /**
     * Shows progress.
     *
     * @param fraction 0 to 1
     * @param text behind the bar
     */
    void show(double fraction, String text) {
        long now = System.nanoTime();
        if (visible && now - drawnAt >= NANOS_BETWEEN_DRAWINGS) {
            drawnAt = now;
            draw(line(fraction, text));
        }
    }

    /** Takes the bar off the terminal, so that a normal line can be printed. */
    void clear() {
        if (visible && drawnLength > 0) {
            draw("");
            out.print('\r');
            out.flush();
        }
    }

    static String line(double fraction, String text) {
        int full = (int) Math.round(fraction * CELLS);
        return String.format(
                Locale.ROOT, "[%s%s] %3.0f %% %s", "#".repeat(full), ".".repeat(CELLS - full), 100 * fraction, text);
    }

    private void draw(String line) {
        out.print('\r' + line + " ".repeat(Math.max(0, drawnLength - line.length())));
        out.flush();
        drawnLength = line.length();
    }
}
