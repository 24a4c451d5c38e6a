package dev.osediff.bench.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;

/** What all charts share: colours, logarithmic axes, and their form as text that a page can hold. */
final class ChartStyle {
    private static final int WIDTH = 640;
    private static final List<Color> COLOURS = Stream.of(0x3366AA, 0xEE7733, 0x228833, 0xAA3377, 0x888888, 0xCCBB44)
            .map(Color::new)
            .toList();

    private ChartStyle() {}

    /** Returns the colour of a series by its number. */
    static Color colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    /** Returns a logarithmic axis, a tick per power of the base, that begins below all values. */
    static LogAxis logarithmic(String name, int base, DoubleStream values) {
        LogAxis axis = new LogAxis(name);
        axis.setBase(base);
        axis.setSmallestValue(values.min().orElse(1) / 2);
        axis.setNumberFormatOverride(new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setTickUnit(new NumberTickUnit(1));
        return axis;
    }

    /** Returns a chart as a data URI of a PNG, at twice the resolution. */
    static String uri(JFreeChart chart, int height) {
        chart.setBackgroundPaint(Color.WHITE);
        BufferedImage picture = chart.createBufferedImage(2 * WIDTH, 2 * height, WIDTH, height, null);
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
    }
}
