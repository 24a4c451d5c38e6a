package dev.osediff.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of every tensor of an import. Immutable.
 *
 * @param rows one per tensor, part by part, in the order of their names
 * @param fineTuning what the OSEDiff checkpoint brought, by part
 */
public record ImportReport(List<Row> rows, Map<String, FineTuning> fineTuning) {
    /**
     * What the OSEDiff checkpoint brought to a part.
     *
     * @param adapterParameters parameters of its low-rank adapters
     * @param replacedParameters parameters that it replaces outright, before adapters are added
     */
    public record FineTuning(long adapterParameters, long replacedParameters) {}

    /** What became of a tensor. */
    public enum Fate {
        /** Taken from the base model as it is. */
        USED,
        /** Taken from the OSEDiff checkpoint instead. */
        REPLACED,
        /** Taken from the base model, with low-rank adapters added. */
        LORA_MERGED,
        /** Read by no network, and left out. */
        UNUSED
    }

    /**
     * One tensor.
     *
     * @param part unet, vae or text_encoder
     * @param name its published name
     * @param shape axes
     * @param fate what became of it
     */
    public record Row(String part, String name, List<Integer> shape, Fate fate) {
        static Row of(String part, String name, int[] shape, Fate fate) {
            return new Row(part, name, Arrays.stream(shape).boxed().toList(), fate);
        }

        /** Returns the number of values. */
        public long parameters() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        }
    }

    /** Copies the collections. */
    public ImportReport {
        rows = List.copyOf(rows);
        fineTuning = Map.copyOf(fineTuning);
    }

    /** Returns how many tensors of a part had each fate. */
    public Map<Fate, Long> counts(String part) {
        return rows.stream()
                .filter(row -> row.part().equals(part))
                .collect(Collectors.groupingBy(Row::fate, () -> new EnumMap<>(Fate.class), Collectors.counting()));
    }

    /** Returns how many parameters a part has, without unused tensors. */
    public long parameters(String part) {
        return rows.stream()
                .filter(row -> row.part().equals(part) && row.fate() != Fate.UNUSED)
                .mapToLong(Row::parameters)
                .sum();
    }
}
