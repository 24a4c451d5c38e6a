package dev.osediff.checkpoint;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of an autoencoder with the names of its attention as they are today. Files from before 2023, that of
 * Stable Diffusion 2.1 among them, say {@code query}, {@code key}, {@code value} and {@code proj_attn} for
 * {@code to_q}, {@code to_k}, {@code to_v} and {@code to_out.0}; some store these weights as convolutions
 * [C, C, 1, 1], which appear as [C, C]. Everything else is passed through. As thread-safe as its source.
 */
public final class AttentionNames implements TensorSource {
    private static final Map<String, String> NEW_NAMES =
            Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");
    private static final Pattern PARAMETER = Pattern.compile("((?:.*\\.)?mid_block\\.attentions\\.0\\.)"
            + "(query|key|value|proj_attn|to_q|to_k|to_v|to_out\\.0)(\\.weight|\\.bias)");

    private final TensorSource source;
    private final Map<String, String> sourceNames;
    private final Set<String> attention;

    private AttentionNames(TensorSource source, Map<String, String> sourceNames, Set<String> attention) {
        this.source = source;
        this.sourceNames = sourceNames;
        this.attention = attention;
    }

    /**
     * Creates the view.
     *
     * @throws ModelException if the source has names of both kinds
     */
    public static AttentionNames of(TensorSource source) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> attention = new LinkedHashMap<>();
        String oldName = null;
        String newName = null;
        for (String name : source.names()) {
            Matcher matcher = PARAMETER.matcher(name);
            if (!matcher.matches()) {
                names.put(name, name);
                continue;
            }
            String renamed = NEW_NAMES.get(matcher.group(2));
            oldName = renamed != null ? name : oldName;
            newName = renamed == null ? name : newName;
            if (oldName != null && newName != null) {
                throw new ModelException(new Problem(
                        "attention of " + source.origin(),
                        "both " + oldName + " and " + newName,
                        "names of one kind",
                        "The file mixes two versions; fetch it again from its source."));
            }
            String today = renamed == null ? name : matcher.group(1) + renamed + matcher.group(3);
            names.put(today, name);
            attention.put(today, name);
        }
        return new AttentionNames(source, names, Set.copyOf(attention.keySet()));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(sourceNames.keySet());
    }

    @Override
    public int[] shape(String name) {
        int[] shape = source.shape(sourceName(name));
        boolean isPointConvolution = attention.contains(name) && shape.length == 4 && shape[2] == 1 && shape[3] == 1;
        return isPointConvolution ? new int[] {shape[0], shape[1]} : shape;
    }

    @Override
    public Tensor load(String name) {
        return source.load(sourceName(name)).reshape(shape(name));
    }

    @Override
    public String origin() {
        return source.origin();
    }

    private String sourceName(String name) {
        String sourceName = sourceNames.get(name);
        if (sourceName == null) {
            throw TensorReading.absent(name, origin());
        }
        return sourceName;
    }
}
