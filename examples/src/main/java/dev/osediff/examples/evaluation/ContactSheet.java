package dev.osediff.examples.evaluation;

import dev.osediff.image.FloatImage;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.metrics.GradientEnergy;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A picture to judge pictures by eye. One row per comparison: all of its pictures side by side, first at 100 %, then the
 * middle of the same place at 300 %, each pixel as 3 × 3. Not thread-safe.
 */
public final class ContactSheet {
    private static final int SIDE = 240;
    private static final int ZOOM = 3;
    private static final int GAP = 4;
    private static final int LABEL = 18;
    private static final int ROW = SIDE + LABEL + GAP;

    private final List<String> titles;
    private final int panels;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String label, BufferedImage picture) {}

    /** Starts a sheet whose rows have these pictures, the original last. */
    public ContactSheet(List<String> titles) {
        this.titles = List.copyOf(titles);
        this.panels = 2 * titles.size();
    }

    /**
     * Adds a row; the place shown is the one with the most detail in the original.
     *
     * @param label says what it is
     * @param images one per title, of equal sizes
     */
    public void add(String label, List<FloatImage> images) {
        FloatImage truth = images.get(images.size() - 1);
        int side = Math.min(SIDE, Math.min(truth.width(), truth.height()));
        int[] place = mostDetailed(truth, side);
        BufferedImage row = white(panels * (SIDE + GAP), SIDE);
        int panel = 0;
        for (int zoom : new int[] {1, ZOOM}) {
            for (FloatImage image : images) {
                int shown = side / zoom;
                FloatImage crop = GroundTruth.crop(
                        image, place[0] + (side - shown) / 2, place[1] + (side - shown) / 2, shown, shown);
                copy(Resampler.resize(crop, shown * zoom, shown * zoom, ResampleFilter.BOX), row, panel);
                panel++;
            }
        }
        rows.add(new Row(label, row));
    }

    /** Draws all rows. */
    public BufferedImage draw() {
        BufferedImage sheet = white(panels * (SIDE + GAP), rows.size() * ROW + LABEL);
        Graphics2D g = sheet.createGraphics();
        try {
            g.setColor(Color.BLACK);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            for (int i = 0; i < panels; i++) {
                String title = titles.get(i % titles.size()) + (i < titles.size() ? "" : " x" + ZOOM);
                g.drawString(title, i * (SIDE + GAP) + 2, LABEL - 5);
            }
            for (int i = 0; i < rows.size(); i++) {
                int top = LABEL + i * ROW;
                g.drawString(rows.get(i).label(), 2, top + LABEL - 5);
                g.drawImage(rows.get(i).picture(), 0, top + LABEL, null);
            }
        } finally {
            g.dispose();
        }
        return sheet;
    }

    private static BufferedImage white(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        Arrays.fill(row, Color.WHITE.getRGB());
        for (int y = 0; y < height; y++) {
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    private static int[] mostDetailed(FloatImage truth, int side) {
        int step = Math.max(1, side / 4);
        double most = -1;
        int[] place = {0, 0};
        for (int top = 0; top + side <= truth.height(); top += step) {
            for (int left = 0; left + side <= truth.width(); left += step) {
                double energy = GradientEnergy.y(GroundTruth.crop(truth, left, top, side, side));
                if (energy > most) {
                    most = energy;
                    place = new int[] {left, top};
                }
            }
        }
        return place;
    }

    private static void copy(FloatImage image, BufferedImage row, int panel) {
        FloatImage rgb = image.channels() == 3
                ? image
                : FloatImage.of(image.width(), image.height(), image.plane(0), image.plane(0), image.plane(0));
        BufferedImage drawn = PictureConverter.toBufferedImage(Picture.opaque(rgb, 8));
        row.getRaster().setDataElements(panel * (SIDE + GAP), 0, drawn.getRaster());
    }
}
