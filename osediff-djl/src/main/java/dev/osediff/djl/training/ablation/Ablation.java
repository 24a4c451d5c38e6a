package dev.osediff.djl.training.ablation;

import dev.osediff.djl.training.distillation.DistillationLoss;
import dev.osediff.djl.training.distillation.DistillationPlan;
import dev.osediff.djl.training.distillation.Objective;
import dev.osediff.djl.training.distillation.Rank;
import dev.osediff.djl.training.distillation.Tuning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An ablation of the paper (arXiv 2406.08177 v3, tables 3 and 5 to 7; osediff.md §3.3), at the scale of a plan. */
public enum Ablation {
    /** Table 3: what is added to the losses of the picture. */
    LOSSES("Table 3, RealSR", "PSNR", "LPIPS", "MUSIQ", "CLIPIQA") {
        @Override
        public List<AblationRow> rows(DistillationPlan base) {
            return List.of(
                    loss(base, "w/o VSD", DistillationLoss.NONE, "25.42 .2934 65.23 .5876"),
                    loss(base, "GAN loss", DistillationLoss.GAN, "25.00 .2760 67.29 .6254"),
                    loss(base, "VSD in image domain", DistillationLoss.IMAGE_VSD, "25.05 .2759 67.90 .6256"),
                    loss(base, "OSEDiff (VSD in latent space)", DistillationLoss.VSD, "25.15 .2921 69.09 .6693"));
        }
    },
    /** Table 7: which half of the autoencoder learns; those that do have the base's rank of the encoder. */
    TUNING("Table 7, RealSR", "PSNR", "DISTS", "LPIPS", "CLIPIQA", "MUSIQ", "NIQE") {
        @Override
        public List<AblationRow> rows(DistillationPlan base) {
            return List.of(
                    tuning(base, false, false, "25.27 .1966 .2656 .5303 58.99 6.5496"),
                    tuning(base, false, true, "25.30 .2049 .2829 .5604 65.83 6.6291"),
                    tuning(base, true, true, "25.59 .2141 .3017 .5778 65.92 6.9845"),
                    tuning(base, true, false, "25.15 .2128 .2921 .6693 69.09 5.6479"));
        }
    },
    /** Table 5: LoRA rank of the autoencoder's encoder. */
    VAE_RANK("Table 5, RealSR", "PSNR", "DISTS", "MUSIQ", "NIQE") {
        @Override
        public List<AblationRow> rows(DistillationPlan base) {
            Tuning tuning = base.tuning();
            List<AblationRow> rows = new ArrayList<>();
            for (Published row : List.of(
                    new Published(2, "- - - -"),
                    new Published(4, "25.15 .2128 69.09 5.6479"),
                    new Published(8, "24.86 .2134 68.37 5.8184"))) {
                Tuning own = new Tuning(Rank.of(row.rank()), tuning.decoder(), tuning.unet(), tuning.regulariser());
                String name = "VAE LoRA rank " + row.rank() + (row.rank() == 2 ? " (paper: does not converge)" : "");
                rows.add(row(name, "rank-" + row.rank(), base.withTuning(own), row.figures()));
            }
            return rows;
        }
    },
    /** Table 6: LoRA rank of the UNet. */
    UNET_RANK("Table 6, RealSR", "PSNR", "DISTS", "MUSIQ", "NIQE") {
        @Override
        public List<AblationRow> rows(DistillationPlan base) {
            Tuning tuning = base.tuning();
            List<AblationRow> rows = new ArrayList<>();
            for (Published row : List.of(
                    new Published(2, "25.28 .2154 68.89 5.7171"),
                    new Published(4, "25.15 .2128 69.09 5.6479"),
                    new Published(8, "24.87 .2115 68.39 5.8184"))) {
                Tuning own = new Tuning(tuning.encoder(), tuning.decoder(), Rank.of(row.rank()), tuning.regulariser());
                String name = "UNet LoRA rank " + row.rank();
                rows.add(row(name, "rank-" + row.rank(), base.withTuning(own), row.figures()));
            }
            return rows;
        }
    };

    private final String source;
    private final List<String> publishedColumns;

    Ablation(String source, String... publishedColumns) {
        this.source = source;
        this.publishedColumns = List.of(publishedColumns);
    }

    /** A rank with the paper's figures, separated by spaces. */
    private record Published(int rank, String figures) {}

    /** Returns the rows in the paper's order; all differ from the base in one thing. */
    public abstract List<AblationRow> rows(DistillationPlan base);

    /** Returns the table of the paper and its test set. */
    public String source() {
        return source;
    }

    /** Returns what the paper measured. */
    public List<String> publishedColumns() {
        return publishedColumns;
    }

    private static AblationRow loss(DistillationPlan base, String name, DistillationLoss loss, String figures) {
        Objective old = base.objective();
        Objective objective = new Objective(loss, loss.embeddedWeight(), old.lowestTime(), old.highestTime());
        String folder = loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return row(name, folder, base.withObjective(objective), figures);
    }

    private static AblationRow tuning(DistillationPlan base, boolean encoder, boolean decoder, String figures) {
        Tuning old = base.tuning();
        Rank rank = old.encoder();
        Tuning own =
                new Tuning(encoder ? rank : Rank.FROZEN, decoder ? rank : Rank.FROZEN, old.unet(), old.regulariser());
        String which = "encoder " + yes(encoder) + " decoder " + yes(decoder);
        String name = which + (encoder && !decoder ? " (OSEDiff)" : "");
        return row(name, which.replace(' ', '-'), base.withTuning(own), figures);
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static AblationRow row(String name, String folder, DistillationPlan plan, String figures) {
        return new AblationRow(name, folder, plan, Arrays.asList(figures.split(" ")));
    }
}
