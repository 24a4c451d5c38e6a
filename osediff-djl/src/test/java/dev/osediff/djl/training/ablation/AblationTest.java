package dev.osediff.djl.training.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.djl.training.distillation.DistillationLoss;
import dev.osediff.djl.training.distillation.DistillationPlan;
import dev.osediff.djl.training.distillation.DistilledModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AblationTest {
    private static DistilledModel model(double psnr, long steps) {
        return new DistilledModel(
                Map.of(),
                Map.of(),
                steps,
                10,
                Map.of("psnr_y", psnr, "gradient_share", 0.25, "input_psnr_y", 20.0, "input_gradient_share", 0.1));
    }

    @ParameterizedTest
    @EnumSource
    void rowsDifferInOneThingAndHaveAllPublishedColumns(Ablation ablation) {
        DistillationPlan base = DistillationPlan.EMBEDDED;
        List<AblationRow> rows = ablation.rows(base);
        assertEquals(
                rows.size(), rows.stream().map(AblationRow::plan).distinct().count());
        assertEquals(
                rows.size(), rows.stream().map(AblationRow::folder).distinct().count());
        for (AblationRow row : rows) {
            assertEquals(ablation.publishedColumns().size(), row.published().size(), row.name());
            assertTrue(row.folder().matches("[a-z0-9-]+"), row.folder());
            DistillationPlan plan = row.plan();
            boolean losses = ablation == Ablation.LOSSES;
            assertEquals(base, losses ? plan.withObjective(base.objective()) : plan.withTuning(base.tuning()));
        }
        assertTrue(
                rows.stream().map(AblationRow::plan).anyMatch(base::equals), "one row is the base, the paper's choice");
    }

    @Test
    void theOrderOfTheLossesIsThePapers() {
        List<DistillationLoss> losses = Ablation.LOSSES.rows(DistillationPlan.EMBEDDED).stream()
                .map(row -> row.plan().objective().loss())
                .toList();
        assertEquals(List.of(DistillationLoss.values()), losses);
    }

    @Test
    void tablesHaveMeansAndSampleDeviations() {
        AblationTable table = new AblationTable(Ablation.UNET_RANK);
        List<AblationRow> rows = Ablation.UNET_RANK.rows(DistillationPlan.EMBEDDED);
        table.add(rows.get(0), List.of(model(24, 100), model(26, 300)));
        table.add(rows.get(1), List.of(model(25, 7)));
        assertEquals(
                "UNet LoRA rank 2,25.28,.2154,68.89,5.7171,25.0000,1.4142,0.2500,0.0000,200,10,2",
                table.csv().get(1));
        assertEquals(
                "UNet LoRA rank 4,25.15,.2128,69.09,5.6479,25.0000,-,0.2500,-,7,10,1",
                table.csv().get(2));
        List<String> markdown = table.markdown();
        assertEquals("The bicubic input: psnr_y 20.0000 gradient_share 0.1000.", markdown.get(1));
        assertTrue(markdown.get(3).contains("| PSNR (published) |"), markdown.get(3));
        assertEquals(7, markdown.size());
    }
}
