package dev.osediff.network.stablediffusion;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the UNet that depends on nothing but the prompt: the keys and values of all cross-attentions, side by side in
 * the order in which the UNet uses them, keys before values. Input: context [N, L, D] the text embeddings. Output:
 * [N, L, {@link UNetConfig#keysValuesChannels()}], an input of {@link OneStepUNet}. Parameters are the UNet's own.
 *
 * @param config sizes of the UNet
 */
public record CrossAttentionKeysValues(UNetConfig config) implements Network {
    @Override
    public String name() {
        return "UNet2DCondition's cross-attention keys and values";
    }

    @Override
    public List<String> inputNames() {
        return List.of("context");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, 1, config.crossAttentionDim()});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        List<T> parts = new ArrayList<>();
        for (UNetConfig.CrossAttention site : config.crossAttentions()) {
            KeysValues<T> projected = KeysValues.of(ops, w.at(site.path()), inputs.get(0), site.channels());
            parts.add(projected.keys());
            parts.add(projected.values());
        }
        return ops.concat(parts, 2);
    }
}
