package dev.osediff.network.stablediffusion;

import dev.osediff.network.SinusoidalEmbedding;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The UNet's parameters with what is constant folded in: what one timestep's embedding adds after each residual block's first
 * convolution becomes part of that convolution's bias, the time embedding's own parameters disappear, and the attentions'
 * factor 1 / √d becomes part of their queries' weights. The weights of {@link OneStepUNet}. Thread-safe as its source is.
 */
public final class OneStepFolding implements TensorSource {
    private static final String PROJECTION = "time_emb_proj.";
    private static final String FIRST_BIAS = "conv1.bias";
    private static final String QUERY = ".to_q.weight";

    private final TensorSource source;
    private final Set<String> names;
    private final Map<String, Integer> headChannels;
    private final float[] embedding;

    private OneStepFolding(TensorSource source, UNetConfig config, float[] embedding) {
        this.source = source;
        this.embedding = embedding;
        this.headChannels = config.crossAttentions().stream()
                .collect(Collectors.toUnmodifiableMap(
                        site -> site.path().substring(0, site.path().lastIndexOf(".attn")),
                        site -> site.channels() / site.heads()));
        this.names = source.names().stream()
                .filter(name -> !name.startsWith("time_embedding.") && !name.contains(PROJECTION))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Folds.
     *
     * @param source parameters of {@link UNet2DCondition}
     * @param timestep 0 to 999
     * @throws dev.osediff.error.ModelException if the time embedding is missing or has other sizes
     */
    public static OneStepFolding of(TensorSource source, UNetConfig config, int timestep) {
        HostLinear linear = new HostLinear(source);
        int channels = config.timeEmbeddingChannels();
        float[] sinusoid = SinusoidalEmbedding.of(new float[] {timestep}, config.timeChannels())
                .data();
        float[] hidden = silu(linear.apply("time_embedding.linear_1", sinusoid, channels));
        float[] embedding = silu(linear.apply("time_embedding.linear_2", hidden, channels));
        return new OneStepFolding(source, config, embedding);
    }

    private static float[] silu(float[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) (x[i] / (1 + Math.exp(-x[i])));
        }
        return out;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public int[] shape(String name) {
        return source.shape(name);
    }

    @Override
    public Tensor load(String name) {
        Tensor tensor = source.load(name);
        if (name.endsWith(QUERY)) {
            return FoldedTensors.scaleQuery(tensor, headChannels.get(name.substring(0, name.lastIndexOf(".attn"))));
        }
        if (!name.endsWith(FIRST_BIAS)) {
            return tensor;
        }
        String projection = name.substring(0, name.length() - FIRST_BIAS.length()) + PROJECTION;
        float[] bias = tensor.data();
        float[] added =
                new HostLinear(source).apply(projection.substring(0, projection.length() - 1), embedding, bias.length);
        for (int i = 0; i < bias.length; i++) {
            bias[i] += added[i];
        }
        return tensor;
    }

    @Override
    public String origin() {
        return source.origin();
    }
}
