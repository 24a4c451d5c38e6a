package dev.osediff.bench.report;

import java.awt.BasicStroke;
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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws bar charts as pictures that a page can hold. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int BAR = 34;
    private static final int AROUND = 130;
    private static final List<Color> COLOURS = Stream.of(0x3366AA, 0xEE7733, 0x228833, 0xAA3377, 0x888888)
            .map(Color::new)
            .toList();

    private Charts() {}

    /**
     * One bar of a chart.
     *
     * @param series part of a stacked bar, or kind of bar; has a colour
     * @param label of the bar
     * @param value its length
     */
    record Bar(String series, String label, double value) {}

    /** Draws bars of stacked parts, one bar per label. */
    static String stacked(String title, String axis, List<Bar> bars) {
        JFreeChart chart = ChartFactory.createStackedBarChart(
                title, null, axis, data(bars), PlotOrientation.HORIZONTAL, true, false, false);
        ((StackedBarRenderer) chart.getCategoryPlot().getRenderer()).setBarPainter(new StandardBarPainter());
        return picture(chart, bars);
    }

    /** Draws plain bars on a logarithmic axis, for values that differ by orders of magnitude. */
    static String logarithmic(String title, String axis, List<Bar> bars) {
        JFreeChart chart = ChartFactory.createBarChart(
                title, null, axis, data(bars), PlotOrientation.HORIZONTAL, true, false, false);
        LogAxis scale = new LogAxis(axis);
        scale.setSmallestValue(bars.stream().mapToDouble(Bar::value).min().orElse(1) / 2);
        scale.setNumberFormatOverride(new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        scale.setTickUnit(new NumberTickUnit(1));
        chart.getCategoryPlot().setRangeAxis(scale);
        BarRenderer renderer = (BarRenderer) chart.getCategoryPlot().getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setItemMargin(0);
        return picture(chart, bars);
    }

    private static DefaultCategoryDataset data(List<Bar> bars) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        bars.forEach(bar -> data.addValue(bar.value(), bar.series(), bar.label()));
        return data;
    }

    private static String picture(JFreeChart chart, List<Bar> bars) {
        CategoryPlot plot = chart.getCategoryPlot();
        chart.setBackgroundPaint(Color.WHITE);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.45f);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(0.2);
        for (int i = 0; i < plot.getDataset().getRowCount(); i++) {
            renderer.setSeriesPaint(i, COLOURS.get(i % COLOURS.size()));
        }
        long labels = bars.stream().map(Bar::label).distinct().count();
        int height = (int) (AROUND + BAR * labels);
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
