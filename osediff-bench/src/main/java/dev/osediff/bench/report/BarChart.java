package dev.osediff.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws bars. */
final class BarChart {
    private static final int BAR = 34;
    private static final int AROUND = 130;

    private BarChart() {}

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
        return uri(
                ChartFactory.createStackedBarChart(
                        title, null, axis, data(bars), PlotOrientation.HORIZONTAL, true, false, false),
                bars);
    }

    /** Draws bars of several series side by side. */
    static String grouped(String title, String axis, List<Bar> bars) {
        return uri(plain(title, axis, bars), bars);
    }

    /** Draws one bar per label on a logarithmic axis, for values that differ by orders of magnitude. */
    static String logarithmic(String title, String axis, List<Bar> bars) {
        JFreeChart chart = plain(title, axis, bars);
        chart.getCategoryPlot()
                .setRangeAxis(ChartStyle.logarithmic(axis, 10, bars.stream().mapToDouble(Bar::value)));
        return uri(chart, bars);
    }

    private static JFreeChart plain(String title, String axis, List<Bar> bars) {
        JFreeChart chart = ChartFactory.createBarChart(
                title, null, axis, data(bars), PlotOrientation.HORIZONTAL, true, false, false);
        ((BarRenderer) chart.getCategoryPlot().getRenderer()).setItemMargin(0);
        return chart;
    }

    private static DefaultCategoryDataset data(List<Bar> bars) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        bars.forEach(bar -> data.addValue(bar.value(), bar.series(), bar.label()));
        return data;
    }

    private static String uri(JFreeChart chart, List<Bar> bars) {
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.45f);
        BarRenderer renderer = (BarRenderer) plot.getRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setMaximumBarWidth(0.2);
        for (int i = 0; i < plot.getDataset().getRowCount(); i++) {
            renderer.setSeriesPaint(i, ChartStyle.colour(i));
        }
        long labels = bars.stream().map(Bar::label).distinct().count();
        return ChartStyle.uri(chart, (int) (AROUND + BAR * labels));
    }
}
