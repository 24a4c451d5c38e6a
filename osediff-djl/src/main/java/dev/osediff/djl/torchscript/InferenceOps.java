package dev.osediff.djl.torchscript;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes scripts for inference: feature maps in channels-last memory, parameters in the form that their operation reads
 * fastest, 3×3 convolutions of many channels by {@link Winograd}, results overwritten where they are needed no more.
 * Which form a parameter has depends on its shape only, so that scripts of all map sizes share one set.
 */
final class InferenceOps extends ScriptOps {
    private static final int CHANNELS_LAST = 2;

    /**
     * Convolutions from or to fewer channels, such as those at a network's two ends, stay in float32: they cost little, and what they
     * round is seen in the picture.
     */
    private static final int FEWEST_CHANNELS = 16;

    private final ScriptWeights weights;
    private final Map<String, ScriptValue> raw = new HashMap<>();

    InferenceOps(boolean bfloat16, ScriptWeights weights) {
        super(bfloat16 ? BFLOAT16 : FLOAT32);
        this.weights = weights;
    }

    /** Returns the functions that the statements call. */
    static String functions() {
        return Winograd.functions() + BlockedAttention.function();
    }

    /** Brings in an argument of the script, float32 and row-major. */
    ScriptValue input(String name, int... shape) {
        ScriptValue argument = new ScriptValue(name, shape);
        ScriptValue value = inMemoryOrder(cast(argument, computeType()));
        raw.put(value.name(), argument);
        return value;
    }

    /** Returns a result as the host reads it, float32 and row-major. */
    ScriptValue output(ScriptValue x) {
        return emit("torch.contiguous(" + cast(x, FLOAT32).name() + ")", x.shape());
    }

    @Override
    public ScriptValue constant(Tensor value) {
        ScriptValue exact = exactConstant(value);
        ScriptValue constant = inMemoryOrder(toComputeType(exact));
        raw.put(constant.name(), exact);
        return constant;
    }

    private ScriptValue inMemoryOrder(ScriptValue x) {
        if (x.shape().length != 4) {
            return x;
        }
        return emit("torch.contiguous(" + x.name() + ", memory_format=" + CHANNELS_LAST + ")", x.shape());
    }

    @Override
    public ScriptValue conv2d(ScriptValue x, ScriptValue weight, ScriptValue bias, Conv2dSpec spec) {
        fit(x.shape().length == 4 && weight.shape().length == 4 && weight.dim(1) == x.dim(1), x, weight);
        if (!weights.isParameter(weight)) {
            return super.conv2d(x, weight, bias, spec);
        }
        if (computeType() != FLOAT32 && Math.min(weight.dim(0), weight.dim(1)) < FEWEST_CHANNELS) {
            ScriptValue filter = weights.inFloat32(ParameterForm.CHANNELS_LAST, weight);
            ScriptValue shift = bias == null ? null : weights.inFloat32(ParameterForm.PLAIN, bias);
            return toComputeType(super.conv2d(toFloat32(x), filter, shift, spec));
        }
        ParameterForm form = form(weight, bias, spec, x.dim(2) * x.dim(3));
        ScriptValue filter = weights.in(form, weight);
        return form == ParameterForm.WINOGRAD
                ? kernel(Winograd.CONVOLUTION, x, filter, bias, 16, x.dim(2), x.dim(3))
                : super.conv2d(x, filter, bias, spec);
    }

    @Override
    public ScriptValue upsampleConv2d(ScriptValue x, ScriptValue weight, ScriptValue bias, int height, int width) {
        if (height == 2 * x.dim(2) && width == 2 * x.dim(3) && weights.isParameter(weight)) {
            fit(weight.dim(1) == x.dim(1), x, weight);
            if (form(weight, bias, Conv2dSpec.SAME_3X3, height * width) == ParameterForm.WINOGRAD) {
                ScriptValue filter = weights.in(ParameterForm.WINOGRAD, weight);
                return kernel(Winograd.UPSAMPLED, x, filter, bias, 9, height, width);
            }
        }
        return super.upsampleConv2d(x, weight, bias, height, width);
    }

    private ParameterForm form(ScriptValue weight, ScriptValue bias, Conv2dSpec spec, int pixels) {
        boolean fits = bias != null && spec.equals(Conv2dSpec.SAME_3X3) && weight.dim(2) == 3 && weight.dim(3) == 3;
        boolean pays = fits && Winograd.pays(weight.dim(0), weight.dim(1), pixels);
        return weights.form(weight, pays ? ParameterForm.WINOGRAD : ParameterForm.CHANNELS_LAST);
    }

    /** Calls one of the two functions of {@link Winograd}; each computes 2×2 pixels with some products per channel pair. */
    private ScriptValue kernel(
            String function, ScriptValue x, ScriptValue filter, ScriptValue bias, int products, int height, int width) {
        int outputs = filter.dim(2);
        int rows = Winograd.tileRows(width, Math.max(x.dim(1), outputs));
        String call =
                "self." + function + "(" + String.join(", ", x.name(), filter.name(), bias.name(), "" + rows) + ")";
        double all = (double) x.dim(0) * x.dim(1) * outputs * height * width * products / 4;
        return emit(hint(filter), all, call, x.dim(0), outputs, height, width);
    }

    @Override
    public ScriptValue interleave2d(List<ScriptValue> phases) {
        return inMemoryOrder(super.interleave2d(phases));
    }

    @Override
    public ScriptValue pixelUnshuffle(ScriptValue x, int factor) {
        return inMemoryOrder(super.pixelUnshuffle(x, factor));
    }

    @Override
    public ScriptValue groupNormSilu(ScriptValue x, int groups, ScriptValue gamma, ScriptValue beta, float epsilon) {
        return overwrite("torch.silu_", groupNorm(x, groups, gamma, beta, epsilon));
    }

    @Override
    public ScriptValue channelRmsNormSilu(ScriptValue x, ScriptValue gain, float epsilon) {
        return overwrite("torch.silu_", channelRmsNorm(x, gain, epsilon));
    }

    /** Applies a function in place to a value that nobody else has. */
    private ScriptValue overwrite(String function, ScriptValue fresh) {
        return emit(function + "(" + fresh.name() + ")", fresh.shape());
    }

    @Override
    public ScriptValue attention(ScriptValue q, ScriptValue k, ScriptValue v, int heads) {
        if (computeType() == FLOAT32) {
            return super.attention(q, k, v, heads);
        }
        fit(q.dim(2) % heads == 0, q, heads);
        return attentionOfScaled(scale(q, (float) Math.sqrt((double) heads / q.dim(2))), k, v, heads);
    }

    @Override
    public ScriptValue attentionOfScaled(ScriptValue q, ScriptValue k, ScriptValue v, int heads) {
        if (computeType() == FLOAT32) {
            return super.attentionOfScaled(q, k, v, heads);
        }
        fit(q.dim(2) % heads == 0, q, heads);
        fit(q.dim(0) == k.dim(0) && q.dim(2) == k.dim(2), q, k);
        same(k, v);
        int rows = BlockedAttention.rows(heads, k.dim(1));
        String arguments = String.join(", ", q.name(), k.name(), v.name(), "" + heads, "" + rows);
        double products = 2.0 * q.elements() * k.dim(1);
        return emit("attention", products, "self." + BlockedAttention.NAME + "(" + arguments + ")", q.shape());
    }

    @Override
    public ScriptValue embedding(ScriptValue ids, ScriptValue table) {
        // Token numbers do not survive a narrower type.
        return super.embedding(raw.getOrDefault(ids.name(), ids), table);
    }
}
