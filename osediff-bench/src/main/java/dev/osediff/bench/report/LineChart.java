package dev.osediff.bench.report;

import java.awt.Color;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws lines on two logarithmic axes: whatever is proportional has the same slope. */
final class LineChart {
    private static final int HEIGHT = 450;

    private LineChart() {}

    /**
     * One point of a line.
     *
     * @param series line
     * @param x above 0
     * @param y above 0
     */
    record Point(String series, double x, double y) {}

    /** Draws. */
    static String of(String title, String xAxis, String yAxis, List<Point> points) {
        XYSeriesCollection data = new XYSeriesCollection();
        points.stream().map(Point::series).distinct().forEach(name -> {
            XYSeries series = new XYSeries(name);
            points.stream()
                    .filter(point -> point.series().equals(name))
                    .forEach(point -> series.add(point.x(), point.y()));
            data.addSeries(series);
        });
        JFreeChart chart =
                ChartFactory.createXYLineChart(title, xAxis, yAxis, data, PlotOrientation.VERTICAL, true, false, false);
        XYPlot plot = chart.getXYPlot();
        plot.setDomainAxis(ChartStyle.logarithmic(xAxis, 2, points.stream().mapToDouble(Point::x)));
        plot.setRangeAxis(ChartStyle.logarithmic(yAxis, 2, points.stream().mapToDouble(Point::y)));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (int i = 0; i < data.getSeriesCount(); i++) {
            renderer.setSeriesPaint(i, ChartStyle.colour(i));
        }
        plot.setRenderer(renderer);
        return ChartStyle.uri(chart, HEIGHT);
    }
}
