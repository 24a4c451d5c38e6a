package dev.osediff.djl.torchscript;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtModel;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.osediff.djl.ops.Loss;
import dev.osediff.djl.ops.ParameterLayout;
import dev.osediff.network.Tensor;
import dev.osediff.network.WeightProvider;
import dev.osediff.network.Weights;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Loss} as one TorchScript function of (trained vector, frozen vector, inputs…). One call into the engine runs
 * the whole forward pass, in bfloat16 if asked, which DJL's arrays cannot do by themselves; autograd
 * then gives the gradient of the trained vector. Not thread-safe. Close it to free the engine's copy.
 */
public final class ScriptLoss implements AutoCloseable {
    private final ParameterLayout trained;
    private final ParameterLayout frozen;
    private final List<String> reports;
    private final String code;
    private final Model model;
    private final ParameterStore store;

    private ScriptLoss(
            ParameterLayout trained, ParameterLayout frozen, List<String> reports, String code, Model model) {
        this.trained = trained;
        this.frozen = frozen;
        this.reports = reports;
        this.code = code;
        this.model = model;
        this.store = new ParameterStore(model.getNDManager(), false);
    }

    /**
     * Writes and loads the script.
     *
     * @param inputShapes one shape per input of the loss
     * @param bfloat16 whether networks compute in bfloat16 instead of float32
     */
    public static ScriptLoss compile(Loss loss, List<int[]> inputShapes, boolean bfloat16) {
        ScriptOps ops = new ScriptOps(bfloat16 ? ScriptOps.BFLOAT16 : ScriptOps.FLOAT32);
        Recorder trained = new Recorder("p");
        Recorder frozen = new Recorder("q");
        List<ScriptValue> inputs = new ArrayList<>();
        for (int i = 0; i < inputShapes.size(); i++) {
            inputs.add(new ScriptValue("x" + i, inputShapes.get(i)));
        }
        ScriptValue result = loss.compute(ops, Weights.of(trained), Weights.of(frozen), inputs);
        String code = code(ops, trained, frozen, inputs.size(), result, bfloat16);
        byte[] archive = TorchScriptArchive.bytes(code, ops.constants());
        Model model = Model.newInstance("loss", "PyTorch");
        // The optimiser profiles and recompiles during the first calls and gains nothing on one large graph.
        JniUtils.setGraphExecutorOptimize(false);
        try {
            ((PtModel) model).load(new ByteArrayInputStream(archive));
        } catch (IOException e) {
            model.close();
            throw new UncheckedIOException("reading from memory cannot fail", e);
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("the engine refused the script:\n" + code, e);
        }
        return new ScriptLoss(
                trained.layout, frozen.layout, List.copyOf(ops.reports().keySet()), code, model);
    }

    /** Returns where the trained parameters lie. */
    public ParameterLayout trained() {
        return trained;
    }

    /** Returns where the frozen parameters lie. */
    public ParameterLayout frozen() {
        return frozen;
    }

    /** Returns the script's text. */
    public String code() {
        return code;
    }

    /** Returns the manager that lives as long as this loss. */
    public NDManager manager() {
        return model.getNDManager();
    }

    /**
     * Computes the loss; within a gradient collector it can be followed by backward.
     *
     * @param theta the trained vector, float32
     * @param fixed the frozen vector, float32, of length 1 if there are none
     * @param inputs the batch
     * @return a scalar that belongs to the manager of theta
     */
    public NDArray forward(NDArray theta, NDArray fixed, NDList inputs) {
        Outcome outcome = evaluate(theta, fixed, inputs);
        outcome.reported().values().forEach(NDArray::close);
        return outcome.loss();
    }

    /**
     * A loss and what it reported on the way.
     *
     * @param loss a scalar
     * @param reported values by name in the order of the reports, without gradient
     */
    public record Outcome(NDArray loss, Map<String, NDArray> reported) {}

    /**
     * Computes the loss and what it {@link dev.osediff.djl.ops.TrainingOps#report reports}. Arguments as those of
     * {@link #forward}; all results belong to the manager of theta.
     */
    public Outcome evaluate(NDArray theta, NDArray fixed, NDList inputs) {
        NDList all = new NDList(theta, fixed);
        all.addAll(inputs);
        NDList results = model.getBlock().forward(store, all, true);
        Map<String, NDArray> reported = new LinkedHashMap<>();
        for (int i = 0; i < reports.size(); i++) {
            reported.put(reports.get(i), results.get(i + 1));
        }
        return new Outcome(results.get(0), reported);
    }

    /** Returns the names of what {@link #evaluate} reports. */
    public List<String> reports() {
        return reports;
    }

    @Override
    public void close() {
        model.close();
    }

    private static String code(
            ScriptOps ops, Recorder trained, Recorder frozen, int inputs, ScriptValue result, boolean bfloat16) {
        StringBuilder s = new StringBuilder();
        s.append("  def forward(self: __torch__.M,\n    theta: Tensor,\n    fixed: Tensor");
        for (int i = 0; i < inputs; i++) {
            s.append(",\n    x").append(i).append(": Tensor");
        }
        boolean one = ops.reports().isEmpty();
        s.append(one ? ") -> Tensor:\n" : ") -> List[Tensor]:\n");
        s.append(trained.unpack("theta", bfloat16)).append(frozen.unpack("fixed", bfloat16));
        List<ScriptValue> results = new ArrayList<>(List.of(result));
        results.addAll(ops.reports().values());
        s.append(ops.body()).append("    return ");
        s.append(one ? result.name() : ScriptOps.names(results)).append('\n');
        return s.toString();
    }

    /** Notes what is asked for and answers with variables that {@link #unpack} will define. */
    private static final class Recorder implements WeightProvider<ScriptValue> {
        private final ParameterLayout layout = new ParameterLayout();
        private final String prefix;

        Recorder(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public ScriptValue fetch(String path, int... shape) {
            layout.add(path, shape);
            return new ScriptValue(prefix + layout.names().indexOf(path), shape);
        }

        @Override
        public boolean has(String path) {
            return true;
        }

        String unpack(String vector, boolean bfloat16) {
            List<String> names = layout.names();
            if (names.isEmpty()) {
                return "";
            }
            String source = bfloat16 ? "torch.to(" + vector + ", 15)" : vector;
            StringBuilder s = new StringBuilder();
            s.append("    ")
                    .append(prefix)
                    .append(" = torch.split_with_sizes(")
                    .append(source)
                    .append(", ");
            s.append(Arrays.toString(layout.sizes())).append(")\n");
            for (int i = 0; i < names.size(); i++) {
                String shape = Arrays.toString(layout.shape(names.get(i)));
                s.append("    ").append(prefix).append(i).append(" = torch.reshape(");
                s.append(prefix)
                        .append('[')
                        .append(i)
                        .append("], ")
                        .append(shape)
                        .append(")\n");
            }
            return s.toString();
        }
    }

    /** Returns zeros in the layout of the frozen vector when nothing is frozen. */
    public static Tensor nothingFrozen() {
        return Tensor.zeros(1);
    }
}
