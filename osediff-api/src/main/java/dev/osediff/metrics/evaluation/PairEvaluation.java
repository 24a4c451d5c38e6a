package dev.osediff.metrics.evaluation;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.PictureConverter;
import dev.osediff.metrics.ConfidenceInterval;
import dev.osediff.metrics.Metric;
import dev.osediff.metrics.PairMetric;
import dev.osediff.metrics.PictureMetric;
import dev.osediff.metrics.SetMetric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures pairs one by one and keeps their scores. Alpha is left out. Not thread-safe. */
public final class PairEvaluation {
    private static final long SEED = 42;

    private final List<Metric> metrics;
    private final Map<SetMetric, SetMetric.Accumulator> sets = new LinkedHashMap<>();
    private final List<PairScores> scores = new ArrayList<>();

    /** Takes measures of any kind. */
    public PairEvaluation(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
        for (Metric metric : metrics) {
            if (metric instanceof SetMetric set) {
                sets.put(set, set.start());
            }
        }
    }

    /**
     * Two pictures of equal size.
     *
     * @param picture what is measured
     * @param truth ground truth
     */
    public record Pictures(FloatImage picture, FloatImage truth) {}

    /**
     * Reads a pair.
     *
     * @throws dev.osediff.error.OsediffException if a file cannot be read, or sizes or channels differ
     */
    public static Pictures read(PicturePair pair) {
        FloatImage truth = color(pair.truth());
        FloatImage picture = color(pair.picture());
        if (truth.width() != picture.width()
                || truth.height() != picture.height()
                || truth.channels() != picture.channels()) {
            throw new InvalidImageException(new Problem(
                    "picture " + pair.picture(),
                    picture.toString(),
                    truth + " as " + pair.truth() + " is",
                    "Compare pictures of equal size; crop or enlarge one of them first."));
        }
        return new Pictures(picture, truth);
    }

    private static FloatImage color(Path file) {
        return PictureConverter.fromBufferedImage(ImageFiles.read(file).image()).color();
    }

    /**
     * Measures a pair. A measure that a picture does not fit (NIQE of a small one) is NaN, with a note.
     *
     * @return the scores, which are also kept
     */
    public PairScores add(PicturePair pair, Pictures pictures) {
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            try {
                if (metric instanceof PairMetric two) {
                    values.put(metric.name(), two.of(pictures.picture(), pictures.truth()));
                } else if (metric instanceof PictureMetric one) {
                    values.put(metric.name(), one.of(pictures.picture()));
                } else if (metric instanceof SetMetric set) {
                    sets.get(set).add(pictures.picture(), pictures.truth());
                }
            } catch (InvalidImageException e) {
                values.put(metric.name(), Double.NaN);
                notes.put(metric.name(), e.getMessage());
            }
        }
        PairScores measured = new PairScores(pair, values, notes);
        scores.add(measured);
        return measured;
    }

    /** Returns the names of the measures that pairs have, in order. */
    public List<String> columns() {
        return metrics.stream()
                .filter(metric -> !(metric instanceof SetMetric))
                .map(Metric::name)
                .toList();
    }

    /** Returns all scores in the order of their pairs. */
    public List<PairScores> scores() {
        return List.copyOf(scores);
    }

    /** Returns a measure's mean over the pairs whose value is finite, with its 95 % interval; empty where there are none. */
    public Optional<ConfidenceInterval> mean(String column) {
        double[] values = scores.stream()
                .mapToDouble(score -> score.values().getOrDefault(column, Double.NaN))
                .filter(Double::isFinite)
                .toArray();
        return values.length == 0 ? Optional.empty() : Optional.of(ConfidenceInterval.of95(values, SEED));
    }

    /** Returns the measures of all pairs together, by name. */
    public Map<String, Double> ofAll() {
        Map<String, Double> all = new LinkedHashMap<>();
        sets.forEach((set, accumulator) -> all.put(set.name(), accumulator.value()));
        return all;
    }
}
