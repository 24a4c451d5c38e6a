package dev.osediff.examples.cost;

import dev.osediff.network.cost.LayerCost;
import dev.osediff.network.cost.UpsamplingCount;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints what a model's stages and layers cost. */
public final class CostTable {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final String HEAD = "%-14s %15s %12s %12s %12s %14s %12s";
    private static final String ROW = "%-14s %,15d %12.2f %12.2f %12.2f %14.1f %12.1f";
    private static final String LAYER = "  %-72s %-12s %,13d %10.4f GMAC %10.3f MB";

    private final Consumer<String> out;
    private final boolean layers;

    /**
     * Chooses.
     *
     * @param out takes lines
     * @param layers whether each layer has a line
     */
    public CostTable(Consumer<String> out, boolean layers) {
        this.out = out;
        this.layers = layers;
    }

    /** Sums over layers. */
    private record Sums(long parameters, long products, long attention, long bytes) {
        static Sums of(List<LayerCost> costs) {
            Sums sums = new Sums(0, 0, 0, 0);
            for (LayerCost cost : costs) {
                boolean isAttention = cost.kind() == LayerCost.Kind.ATTENTION;
                sums = sums.plus(new Sums(
                        cost.parameters(),
                        isAttention ? 0 : cost.multiplyAdds(),
                        isAttention ? cost.multiplyAdds() : 0,
                        cost.activationBytes()));
            }
            return sums;
        }

        Sums plus(Sums other) {
            return new Sums(
                    parameters + other.parameters,
                    products + other.products,
                    attention + other.attention,
                    bytes + other.bytes);
        }
    }

    /** Prints a model, first as it is published, then as it runs here. */
    public void print(CostedModel model) {
        if (!model.published().isEmpty()) {
            out.accept(model.name() + " as published: upsampling before its convolution, nothing folded");
            print(model.published(), UpsamplingCount.HIGH_RESOLUTION);
            out.accept("");
        }
        out.accept(
                model.name() + " as run here for each picture: upsampling in four phases, constants and prompt folded");
        print(model.run(), UpsamplingCount.FOUR_PHASES);
    }

    private void print(List<CostedStage> stages, UpsamplingCount upsampling) {
        out.accept(String.format(
                HEAD, "stage", "parameters", "GMAC", "attention", "GMAC in all", "written MB", "peak MB"));
        Sums all = new Sums(0, 0, 0, 0);
        long peak = 0;
        for (CostedStage stage : stages) {
            List<LayerCost> costs = stage.layers(upsampling);
            Sums sums = Sums.of(costs);
            all = all.plus(sums);
            peak = Math.max(peak, stage.peakBytes());
            row(stage.name(), sums, stage.peakBytes());
            if (layers) {
                costs.forEach(this::layer);
            }
        }
        row("sum", all, peak);
    }

    private void row(String name, Sums sums, long peak) {
        out.accept(String.format(
                Locale.ROOT,
                ROW,
                name,
                sums.parameters,
                sums.products / GIGA,
                sums.attention / GIGA,
                (sums.products + sums.attention) / GIGA,
                sums.bytes / MEGA,
                peak / MEGA));
    }

    private void layer(LayerCost cost) {
        out.accept(String.format(
                Locale.ROOT,
                LAYER,
                cost.layer(),
                cost.kind().name().toLowerCase(Locale.ROOT),
                cost.parameters(),
                cost.multiplyAdds() / GIGA,
                cost.activationBytes() / MEGA));
    }
}
