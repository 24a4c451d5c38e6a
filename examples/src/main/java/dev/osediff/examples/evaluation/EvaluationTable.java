package dev.osediff.examples.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Comparisons as text: one line each, averages by degradation and colour fix, and CSV. Not thread-safe. */
public final class EvaluationTable {
    private static final String TITLE = String.format(
            Locale.ROOT,
            "%-9s %-8s %-28s %8s %8s %7s  %7s %7s  %7s %7s %6s  %6s %7s",
            "degraded",
            "fix",
            "picture",
            "PSNR bic",
            "PSNR our",
            "gain dB",
            "SSIM bi",
            "SSIM ou",
            "grad bi",
            "grad ou",
            "ratio",
            "colour",
            "seconds");
    private static final String LINE =
            "%-9s %-8s %-28s %8.2f %8.2f %+7.2f  %7.4f %7.4f  %7.3f %7.3f %6.2f  %6.2f %7.2f";
    private static final String CSV_TITLE = "degradation,color_fix,picture,psnr_y_bicubic,psnr_y_model,ssim_y_bicubic,"
            + "ssim_y_model,gradient_share_bicubic,gradient_share_model,color_shift_levels,seconds";

    private final List<Comparison> comparisons = new ArrayList<>();

    /** Adds a comparison. */
    public void add(Comparison comparison) {
        comparisons.add(comparison);
    }

    /** Returns the columns' names. */
    public static String title() {
        return TITLE;
    }

    /** Returns one comparison as a line. */
    public static String line(Comparison comparison) {
        String name = comparison.path().getFileName().toString();
        return line(name.substring(0, Math.min(28, name.length())), List.of(comparison));
    }

    /** Returns one line for each degradation and colour fix, averaged over the photographs. */
    public List<String> averages() {
        List<String> lines = new ArrayList<>();
        groups().values().forEach(group -> lines.add(line("average of " + group.size(), group)));
        return lines;
    }

    /** Returns all comparisons as CSV with a title; numbers with a point. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>(List.of(CSV_TITLE));
        for (Comparison c : comparisons) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.4f,%.4f,%.5f,%.5f,%.5f,%.5f,%.4f,%.3f",
                    lower(c.degradation()),
                    lower(c.colorFix()),
                    quoted(c.path().toString()),
                    c.bicubic().psnr(),
                    c.model().psnr(),
                    c.bicubic().ssim(),
                    c.model().ssim(),
                    c.bicubicGradientShare(),
                    c.modelGradientShare(),
                    c.colorShiftLevels(),
                    c.seconds()));
        }
        return lines;
    }

    private Map<String, List<Comparison>> groups() {
        Map<String, List<Comparison>> groups = new LinkedHashMap<>();
        for (Comparison c : comparisons) {
            groups.computeIfAbsent(c.degradation() + " " + c.colorFix(), key -> new ArrayList<>())
                    .add(c);
        }
        return groups;
    }

    private static String line(String name, List<Comparison> group) {
        double bicubicShare = mean(group, Comparison::bicubicGradientShare);
        double modelShare = mean(group, Comparison::modelGradientShare);
        return String.format(
                Locale.ROOT,
                LINE,
                lower(group.get(0).degradation()),
                lower(group.get(0).colorFix()),
                name,
                mean(group, c -> c.bicubic().psnr()),
                mean(group, c -> c.model().psnr()),
                mean(group, Comparison::gain),
                mean(group, c -> c.bicubic().ssim()),
                mean(group, c -> c.model().ssim()),
                bicubicShare,
                modelShare,
                modelShare / bicubicShare,
                mean(group, Comparison::colorShiftLevels),
                mean(group, Comparison::seconds));
    }

    private static double mean(Collection<Comparison> group, ToDoubleFunction<Comparison> value) {
        return group.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
