package dev.osediff.djl.training.ablation;

import dev.osediff.djl.training.distillation.DistilledModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Rows of an ablation with what was measured here, as tables. For one thread. */
public final class AblationTable {
    private static final List<String> FIGURES = List.of("psnr_y", "gradient_share");
    private static final List<String> INPUT = List.of("input_psnr_y", "input_gradient_share");

    private final Ablation ablation;
    private final List<List<String>> rows = new ArrayList<>();
    private List<DistilledModel> last = List.of();

    /** Creates an empty table. */
    public AblationTable(Ablation ablation) {
        this.ablation = ablation;
    }

    /**
     * Adds a row that was trained.
     *
     * @param models one per seed, at least one
     */
    public void add(AblationRow row, List<DistilledModel> models) {
        List<String> cells = new ArrayList<>(List.of(row.name()));
        cells.addAll(row.published());
        for (String figure : FIGURES) {
            cells.add(text("%.4f", mean(models, model -> figure(model, figure))));
            cells.add(models.size() == 1 ? "-" : text("%.4f", deviation(models, model -> figure(model, figure))));
        }
        cells.add(text("%.0f", mean(models, DistilledModel::steps)));
        cells.add(text("%.0f", mean(models, DistilledModel::seconds)));
        cells.add(String.valueOf(models.size()));
        rows.add(cells);
        last = List.copyOf(models);
    }

    private static double figure(DistilledModel model, String name) {
        return model.figures().getOrDefault(name, Double.NaN);
    }

    private static double mean(List<DistilledModel> models, ToDoubleFunction<DistilledModel> figure) {
        return models.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** The sample's standard deviation. */
    private static double deviation(List<DistilledModel> models, ToDoubleFunction<DistilledModel> figure) {
        double mean = mean(models, figure);
        double squares = models.stream()
                .mapToDouble(model -> figure.applyAsDouble(model) - mean)
                .map(difference -> difference * difference)
                .sum();
        return Math.sqrt(squares / (models.size() - 1));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("row"));
        ablation.publishedColumns().forEach(column -> header.add(column + " (published)"));
        FIGURES.forEach(figure -> header.addAll(List.of(figure + " (here)", "deviation of " + figure)));
        header.addAll(List.of("steps", "seconds", "seeds"));
        return header;
    }

    /** Returns lines of CSV; no cell has a comma. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>(List.of(String.join(",", header())));
        rows.forEach(row -> lines.add(String.join(",", row)));
        return lines;
    }

    /** Returns lines of Markdown: what is published and what is not, the bicubic input's figures, the table. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("Published figures: " + ablation.source() + ", of Stable Diffusion 2.1 (arXiv 2406.08177 v3). Figures"
                + " here: a small model on this run's fixed validation crops. Compare down a column, not across; steps"
                + " and seconds are means over the seeds.");
        StringBuilder input = new StringBuilder("The bicubic input:");
        for (int i = 0; i < FIGURES.size() && !last.isEmpty(); i++) {
            String name = INPUT.get(i);
            input.append(' ').append(FIGURES.get(i)).append(' ').append(text("%.4f", mean(last, m -> figure(m, name))));
        }
        lines.add(input.append('.').toString());
        lines.add("");
        lines.add("| " + String.join(" | ", header()) + " |");
        lines.add("|" + "---|".repeat(header().size()));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return lines;
    }
}
