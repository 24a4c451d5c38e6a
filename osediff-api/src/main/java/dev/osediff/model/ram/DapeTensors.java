package dev.osediff.model.ram;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RAM's parameters with DAPE's adapters of rank 8 added, W + B·A / 8 (loralib's layout, its alpha 1; arXiv 2106.09685, eq. 3).
 * Merging happens when a tensor is loaded; nothing is kept. Thread-safe as its sources are.
 */
public final class DapeTensors implements TensorSource {
    private static final int RANK = 8;
    private static final float SCALE = 0.125f;
    private static final Pattern FACTOR = Pattern.compile("(.+)\\.lora_([AB])");

    private final TensorSource ram;
    private final TensorSource adapters;

    /** Names of a weight's factors. */
    private record Factors(String module, String a, String b) {}

    private final Map<String, Factors> factors = new TreeMap<>();

    private DapeTensors(TensorSource ram, TensorSource adapters) {
        this.ram = ram;
        this.adapters = adapters;
        for (String name : adapters.names()) {
            Matcher factor = FACTOR.matcher(name);
            if (!factor.matches()) {
                throw misfit(name, "a tensor that is no adapter", "names that end with .lora_A or .lora_B");
            }
            String module = factor.group(1);
            String target = RamCheckpoint.today(module) + ".weight";
            factors.put(target, new Factors(module, module + ".lora_A", module + ".lora_B"));
        }
        if (factors.isEmpty()) {
            throw misfit("the content", "no adapter", "the adapters of DAPE.pth");
        }
        factors.forEach(this::require);
    }

    /**
     * Joins the two.
     *
     * @param ram under today's names
     * @param adapters flat, {@code MODULE.lora_A} and {@code MODULE.lora_B}; every one must have its place
     * @throws ModelException naming the module, if it does not exist, is incomplete, or its factors have another rank or shape
     */
    public static DapeTensors of(TensorSource ram, TensorSource adapters) {
        return new DapeTensors(ram, adapters);
    }

    private void require(String target, Factors pair) {
        for (String name : new String[] {pair.a(), pair.b()}) {
            if (!adapters.names().contains(name)) {
                throw misfit(pair.module(), "no " + name, "both factors");
            }
        }
        if (!ram.names().contains(target) || ram.shape(target).length != 2) {
            throw misfit(pair.module(), "an adapter", "a matrix " + target + " in " + ram.origin());
        }
        int[] weight = ram.shape(target);
        PackedRows rows = PackedRows.of(pair.module());
        requireShape(pair.a(), rows.shapeOfA(RANK, weight), target);
        requireShape(pair.b(), rows.shapeOfB(RANK, weight), target);
    }

    private void requireShape(String name, int[] shape, String target) {
        if (!Arrays.equals(adapters.shape(name), shape)) {
            throw misfit(
                    name,
                    "shape " + Arrays.toString(adapters.shape(name)),
                    "shape " + Arrays.toString(shape) + ", of rank " + RANK + ", by " + target + " "
                            + Arrays.toString(ram.shape(target)));
        }
    }

    private ModelException misfit(String what, String found, String limit) {
        return new ModelException(new Problem(
                "DAPE adapter " + what + " of " + adapters.origin(),
                found,
                limit,
                "Take the DAPE.pth that belongs to this RAM file."));
    }

    /** Returns the names of the weights that adapters are added to. */
    public Set<String> adapted() {
        return new TreeSet<>(factors.keySet());
    }

    @Override
    public Set<String> names() {
        return ram.names();
    }

    @Override
    public int[] shape(String name) {
        return ram.shape(name);
    }

    @Override
    public Tensor load(String name) {
        Tensor weight = ram.load(name);
        Factors pair = factors.get(name);
        if (pair != null) {
            float[] a = adapters.load(pair.a()).data();
            float[] b = adapters.load(pair.b()).data();
            PackedRows.of(pair.module()).add(weight.data(), weight.shape(), a, b, RANK, SCALE);
        }
        return weight;
    }

    @Override
    public String origin() {
        return ram.origin() + " with " + adapters.origin();
    }
}
