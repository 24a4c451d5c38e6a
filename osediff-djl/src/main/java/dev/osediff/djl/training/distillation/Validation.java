package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.data.Batch;
import dev.osediff.image.FloatImage;
import dev.osediff.metrics.GradientEnergy;
import dev.osediff.metrics.Psnr;
import dev.osediff.network.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Judges what a generator made of fixed pictures, and keeps pictures of it. */
final class Validation {
    private static final int ROWS = 4;

    private final List<Batch> batches;
    private final Path folder;
    private final List<FloatImage> truths = new ArrayList<>();
    private final List<FloatImage> inputs = new ArrayList<>();
    private final List<FloatImage> results = new ArrayList<>();

    /**
     * Keeps what is judged by.
     *
     * @param folder where the pictures go
     */
    Validation(List<Batch> batches, Path folder) {
        this.batches = List.copyOf(batches);
        this.folder = folder;
        for (Batch batch : batches) {
            truths.addAll(Crops.of(batch.high(), batch.batchSize(), batch.cropSizePixels()));
            inputs.addAll(Crops.of(batch.low(), batch.batchSize(), batch.cropSizePixels()));
        }
    }

    List<Batch> batches() {
        return batches;
    }

    /**
     * Judges, and remembers the pictures until the next time.
     *
     * @param made pictures of the batches in order, [N, 3, S, S] in [-1, 1]
     * @return {@code psnr_y} in decibels, the mean over all crops; {@code gradient_share}, the gradient energy of all results
     *     over that of all truths; and both of the inputs, enlarged with bicubic interpolation
     */
    Map<String, Double> judge(List<Tensor> made) {
        results.clear();
        for (Tensor tensor : made) {
            results.addAll(Crops.of(tensor.data(), tensor.dim(0), tensor.dim(2)));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("psnr_y", psnr(results));
        figures.put("gradient_share", energy(results) / energy(truths));
        figures.put("input_psnr_y", psnr(inputs));
        figures.put("input_gradient_share", energy(inputs) / energy(truths));
        return figures;
    }

    /** Writes {@code step-NNNNNN.png}: input, what was judged last, and truth side by side. */
    void keep(long step) {
        SheetFile.write(
                folder.resolve(String.format(Locale.ROOT, "step-%06d.png", step)),
                List.of(inputs, results, truths),
                ROWS);
    }

    private double psnr(List<FloatImage> pictures) {
        double sum = 0;
        for (int i = 0; i < truths.size(); i++) {
            sum += Psnr.y(pictures.get(i), truths.get(i), 0);
        }
        return sum / truths.size();
    }

    private static double energy(List<FloatImage> pictures) {
        return pictures.stream().mapToDouble(GradientEnergy::y).sum();
    }
}
