package dev.osediff.djl.training.ablation;

import dev.osediff.djl.training.distillation.DistilledModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of an ablation with what was measured here, as tables. For one thread. */
public final class AblationTable {
    private static final List<String> FIGURES = List.of("psnr_y", "gradient_share");
    private static final String NONE = "-";

    private final Ablation ablation;
    private final List<List<String>> rows = new ArrayList<>();

    /** Creates an empty table. */
    public AblationTable(Ablation ablation) {
        this.ablation = ablation;
    }

    /** Adds a row that was trained. */
    public void add(AblationRow row, DistilledModel model) {
        List<String> cells = new ArrayList<>(List.of(row.name()));
        cells.addAll(row.published());
        for (String figure : FIGURES) {
            Double value = model.figures().get(figure);
            cells.add(value == null ? NONE : String.format(Locale.ROOT, "%.4f", value));
        }
        cells.add(String.valueOf(model.steps()));
        cells.add(String.format(Locale.ROOT, "%.0f", model.seconds()));
        cells.add(String.valueOf(row.plan().seed()));
        rows.add(cells);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("row"));
        ablation.publishedColumns().forEach(column -> header.add(column + " (published)"));
        FIGURES.forEach(figure -> header.add(figure + " (here)"));
        header.addAll(List.of("steps", "seconds", "seed"));
        return header;
    }

    /** Returns lines of CSV; no cell has a comma. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>(List.of(String.join(",", header())));
        rows.forEach(row -> lines.add(String.join(",", row)));
        return lines;
    }

    /**
     * Returns lines of Markdown.
     *
     * @param input what the bicubic input measures, by the same names
     */
    public List<String> markdown(Map<String, Double> input) {
        List<String> lines = new ArrayList<>();
        lines.add("Published figures: " + ablation.source() + ", of Stable Diffusion 2.1 (arXiv 2406.08177 v3). Figures"
                + " here: a small model on this run's fixed validation crops; the two are not comparable with each"
                + " other, only down a column.");
        lines.add(String.format(
                Locale.ROOT,
                "The bicubic input has psnr_y %.4f and gradient_share %.4f.",
                input.getOrDefault("input_psnr_y", Double.NaN),
                input.getOrDefault("input_gradient_share", Double.NaN)));
        lines.add("");
        lines.add("| " + String.join(" | ", header()) + " |");
        lines.add("|" + "---|".repeat(header().size()));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return lines;
    }
}
