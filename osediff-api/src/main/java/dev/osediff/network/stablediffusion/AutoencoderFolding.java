package dev.osediff.network.stablediffusion;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The autoencoder's parameters for {@link VaeEncoder} and {@link VaeDecoder} in their folded form, which is equal to the
 * published one up to rounding: {@code quant_conv} is part of the encoder's last convolution, the attentions' factor 1 / √d is
 * part of their queries' weights, and {@code post_quant_conv} is part of the decoder's first convolution where that is exact.
 * It is where its bias is 0: a bias would be seen inside the picture but not in the zeros around it. Thread-safe as its
 * source is.
 */
public final class AutoencoderFolding implements TensorSource {
    private static final String QUANT = "quant_conv.";
    private static final String POST_QUANT = "post_quant_conv.";
    private static final String LAST = "encoder.conv_out.";
    private static final String FIRST = "decoder.conv_in.weight";
    private static final String QUERY = ".to_q.";

    private final TensorSource source;
    private final boolean foldsFirst;
    private final Set<String> names;

    private AutoencoderFolding(TensorSource source, boolean foldsFirst) {
        this.source = source;
        this.foldsFirst = foldsFirst;
        this.names = source.names().stream()
                .filter(name -> !name.startsWith(QUANT) && !(foldsFirst && name.startsWith(POST_QUANT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Folds. The parameters' names and shapes have been checked before.
     *
     * @param source parameters of both halves
     */
    public static AutoencoderFolding of(TensorSource source) {
        boolean foldsFirst = true;
        for (float bias : source.load(POST_QUANT + "bias").data()) {
            foldsFirst &= bias == 0;
        }
        return new AutoencoderFolding(source, foldsFirst);
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
        if (name.equals(LAST + "weight")) {
            return FoldedTensors.after(source.load(QUANT + "weight"), tensor);
        }
        if (name.equals(LAST + "bias")) {
            return FoldedTensors.after(source.load(QUANT + "weight"), source.load(QUANT + "bias"), tensor);
        }
        if (foldsFirst && name.equals(FIRST)) {
            return FoldedTensors.before(source.load(POST_QUANT + "weight"), tensor);
        }
        return name.contains(QUERY) ? FoldedTensors.scaleQuery(tensor, tensor.dim(0)) : tensor;
    }

    @Override
    public String origin() {
        return source.origin();
    }
}
