package dev.osediff.djl.training.ablation;

import dev.osediff.djl.training.distillation.DistillationPlan;
import java.util.List;

/**
 * One row of an ablation.
 *
 * @param name the paper's
 * @param folder its name as a folder
 * @param plan what is trained here for it
 * @param published the paper's figures, in the order of {@link Ablation#publishedColumns()}; texts, as some rows have none
 */
public record AblationRow(String name, String folder, DistillationPlan plan, List<String> published) {
    /** Copies the list. */
    public AblationRow {
        published = List.copyOf(published);
    }
}
