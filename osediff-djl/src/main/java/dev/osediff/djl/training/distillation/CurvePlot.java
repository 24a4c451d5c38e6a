package dev.osediff.djl.training.distillation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Draws columns of a table over its first column, one panel each, with the raw values pale below a moving average. */
final class CurvePlot {
    private static final int WIDTH = 720;
    private static final int PANEL = 150;
    private static final int LEFT = 86;
    private static final int EDGE = 14;
    private static final int TITLE = 22;
    private static final double SMOOTHED = 0.95;
    private static final int FEW = 50;
    private static final Color PALE = new Color(0xB8C9E0);
    private static final Color STRONG = new Color(0x1F4E8C);

    private CurvePlot() {}

    /**
     * Writes a PNG file.
     *
     * @param columns the first is the horizontal axis; all of one length
     * @throws dev.osediff.error.OutputException if it cannot be written
     */
    static void write(Path path, Map<String, double[]> columns) {
        BufferedImage image = new BufferedImage(WIDTH, PANEL * (columns.size() - 1), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        Iterator<Map.Entry<String, double[]>> all = columns.entrySet().iterator();
        double[] x = all.next().getValue();
        for (int top = 0; all.hasNext(); top += PANEL) {
            Map.Entry<String, double[]> column = all.next();
            panel(g, top, column.getKey(), x, column.getValue());
        }
        g.dispose();
        PngFile.write(path, image);
    }

    private static void panel(Graphics2D g, int top, String name, double[] x, double[] y) {
        double low = Arrays.stream(y).min().orElse(0);
        double high = Arrays.stream(y).max().orElse(1);
        int bottom = top + PANEL - EDGE;
        g.setColor(Color.DARK_GRAY);
        g.drawRect(LEFT, top + TITLE, WIDTH - LEFT - EDGE, bottom - top - TITLE);
        g.drawString(name, LEFT, top + TITLE - 6);
        g.drawString(String.format(Locale.ROOT, "step %.0f", x[x.length - 1]), WIDTH - 100, top + TITLE - 6);
        g.drawString(String.format(Locale.ROOT, "%9.4g", high), 8, top + TITLE + 10);
        g.drawString(String.format(Locale.ROOT, "%9.4g", low), 8, bottom);
        boolean isLong = y.length > FEW;
        curve(g, top, x, y, low, high, isLong ? PALE : STRONG);
        if (isLong) {
            curve(g, top, x, smoothed(y), low, high, STRONG);
        }
    }

    private static double[] smoothed(double[] y) {
        double[] smooth = y.clone();
        for (int i = 1; i < y.length; i++) {
            smooth[i] = SMOOTHED * smooth[i - 1] + (1 - SMOOTHED) * y[i];
        }
        return smooth;
    }

    private static void curve(Graphics2D g, int top, double[] x, double[] y, double low, double high, Color color) {
        double first = x[0];
        double wide = Math.max(1e-12, x[x.length - 1] - first);
        double tall = Math.max(1e-12, high - low);
        Path2D line = new Path2D.Double();
        for (int i = 0; i < y.length; i++) {
            double px = LEFT + (x[i] - first) / wide * (WIDTH - LEFT - EDGE);
            double py = top + PANEL - EDGE - (y[i] - low) / tall * (PANEL - EDGE - TITLE);
            if (i == 0) {
                line.moveTo(px, py);
            } else {
                line.lineTo(px, py);
            }
        }
        g.setColor(color);
        g.setStroke(new BasicStroke(1.4f));
        g.draw(line);
    }
}
