package dev.osediff.checkpoint;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraScale;
import dev.osediff.network.lora.LoraState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adapters of one network in a safetensors file: tensors in peft's names, as {@link LoraTensors} takes them, and rank and
 * alpha of each adapter in the header, under {@code lora.ADAPTER.rank} and {@code lora.ADAPTER.alpha}. Thread-safe; close it
 * to let the file go.
 */
public final class LoraFile implements AutoCloseable {
    private static final String PREFIX = "lora.";
    private static final String RANK = ".rank";
    private static final String ALPHA = ".alpha";

    private final SafeTensorsFile file;
    private final Map<String, LoraScale> scales = new TreeMap<>();

    private LoraFile(SafeTensorsFile file) {
        this.file = file;
        file.metadata().forEach((key, value) -> {
            if (key.startsWith(PREFIX) && key.endsWith(RANK)) {
                String adapter = key.substring(PREFIX.length(), key.length() - RANK.length());
                scales.put(adapter, scale(adapter, value));
            }
        });
        if (scales.isEmpty()) {
            throw refusal("the header", "no rank of any adapter", PREFIX + "ADAPTER" + RANK);
        }
    }

    private LoraScale scale(String adapter, String rank) {
        String alpha = file.metadata().get(PREFIX + adapter + ALPHA);
        try {
            return new LoraScale(Integer.parseInt(rank), Double.parseDouble(String.valueOf(alpha)));
        } catch (NumberFormatException | InvalidOptionException e) {
            throw new ModelException(
                    refusal(
                                    "adapter " + Refusals.shown(adapter),
                                    "rank " + Refusals.shown(rank) + ", alpha " + Refusals.shown("" + alpha),
                                    "a whole number of at least 1, and a finite number above 0")
                            .problem(),
                    e);
        }
    }

    /**
     * Writes adapters, under a temporary name first.
     *
     * @param type element type of all tensors; a floating-point type
     * @return length and SHA-256 of the file
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     */
    public static WrittenFile write(Path path, LoraState state, DataType type) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        state.plan().scales().forEach((adapter, scale) -> {
            metadata.put(PREFIX + adapter + RANK, Integer.toString(scale.rank()));
            metadata.put(PREFIX + adapter + ALPHA, Double.toString(scale.alpha()));
        });
        List<TensorEntry> entries = state.plan().shapes().entrySet().stream()
                .map(tensor -> new TensorEntry(tensor.getKey(), type, tensor.getValue()))
                .toList();
        return SafeTensorsWriter.write(path, metadata, entries, state::load);
    }

    /**
     * Opens a file.
     *
     * @throws ModelException if it is not valid, or does not tell ranks and alphas
     */
    public static LoraFile open(Path path) {
        SafeTensorsFile file = SafeTensorsFile.open(path);
        try {
            return new LoraFile(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Returns rank and alpha of each adapter. */
    public Map<String, LoraScale> scales() {
        return new TreeMap<>(scales);
    }

    /**
     * Reads everything, to train on.
     *
     * @throws ModelException if the adapters, their ranks and alphas or their tensors are not the plan's
     */
    public LoraState state(LoraPlan plan) {
        if (!plan.scales().equals(scales)) {
            throw refusal("the adapters", scales.toString(), plan.scales() + " as the targets say");
        }
        return LoraState.read(plan, file);
    }

    /**
     * Adds the adapters to a base; the file must stay open as long as the result is read.
     *
     * @throws ModelException naming the layer, if an adapter does not fit
     */
    public LoraTensors mergeInto(TensorSource base) {
        return new LoraTensors(base, file, scales);
    }

    private ModelException refusal(String what, String found, String limit) {
        return new ModelException(new Problem(
                what + " of " + file.origin(), found, limit, "Take a file of adapters that belongs to these targets."));
    }

    @Override
    public void close() {
        file.close();
    }
}
