package dev.osediff.bench.pictures;

import dev.osediff.bench.result.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line constant + slope · pixels that is nearest to measured values, relative errors counting: Σ ((constant + slope · x − y) / y)²
 * is least. Immutable.
 *
 * @param constant value without pixels
 * @param slope per 10⁶ pixels
 * @param deviation largest relative distance of a value from the line, 0.1 for 10 %
 * @param points that it was fitted to
 */
public record LinearFit(double constant, double slope, double deviation, int points) {
    private static final int LEAST_POINTS = 3;
    private static final double MEGA = 1e6;
    private static final Pattern TILED = Pattern.compile(" (\\d+), .*tiles of (\\d+)");

    /** Fits; empty for fewer than three points, which show nothing. */
    static Optional<LinearFit> of(double[] x, double[] y) {
        if (x.length < LEAST_POINTS) {
            return Optional.empty();
        }
        double w = 0;
        double wx = 0;
        double wxx = 0;
        double wy = 0;
        double wxy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (y[i] * y[i]);
            w += weight;
            wx += weight * x[i];
            wxx += weight * x[i] * x[i];
            wy += weight * y[i];
            wxy += weight * x[i] * y[i];
        }
        double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        double constant = (wy - slope * wx) / w;
        double deviation = 0;
        for (int i = 0; i < x.length; i++) {
            deviation = Math.max(deviation, Math.abs(constant + slope * x[i] - y[i]) / y[i]);
        }
        return Optional.of(new LinearFit(constant, slope, deviation, x.length));
    }

    /**
     * Returns lines that say how time and memory grow with the pixels, for each engine with three sizes or more. Of rows with tiles,
     * time is that of pictures larger than one, since a single tile reads no margins twice; memory, which the other rows' tiles make
     * as large as the machine allows, only of them, and of pictures of a tile or more.
     */
    public static List<String> lines(List<Measure> measures) {
        List<String> lines = new ArrayList<>();
        PictureTable.byEngine(measures).forEach((engine, rows) -> {
            List<Measure> timed = rows.stream()
                    .filter(row -> tiles(row) == 0 || tiles(row) > 1)
                    .toList();
            of(timed, m -> m.samples().median())
                    .ifPresent(fit -> lines.add(engine + ": " + fit.text("s", "s per megapixel")));
            List<Measure> filled = rows.stream().filter(row -> tiles(row) >= 1).toList();
            of(filled, m -> m.peakBytes() / MEGA)
                    .ifPresent(fit -> lines.add(engine + ": peak memory " + fit.text("MB", "bytes per pixel")));
        });
        return lines;
    }

    /** Returns the picture's side as a multiple of the tile's; 0 if no size of tiles was asked for. */
    private static double tiles(Measure measure) {
        Matcher match = TILED.matcher(measure.subject());
        return match.find() ? Double.parseDouble(match.group(1)) / Integer.parseInt(match.group(2)) : 0;
    }

    private static Optional<LinearFit> of(List<Measure> measures, ToDoubleFunction<Measure> value) {
        return of(
                measures.stream().mapToDouble(Measure::work).toArray(),
                measures.stream().mapToDouble(value).toArray());
    }

    private String text(String unit, String slopeUnit) {
        return String.format(
                Locale.ROOT,
                "%.3g %s + %.3g %s, within %.0f %%, %d sizes",
                constant,
                unit,
                slope,
                slopeUnit,
                100 * deviation,
                points);
    }
}
