package dev.osediff.network.stablediffusion;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * {@link UNet2DCondition} at one fixed timestep and for a prompt that is known before: the time embedding is part of the
 * residual blocks' biases and the attentions' factor 1 / √d of their queries' weights ({@link OneStepFolding} makes those), and the cross-attentions' keys and values are an
 * input ({@link CrossAttentionKeysValues} computes it). Equal to the whole UNet up to rounding. Inputs: sample
 * [1, in, h, w] of any size, keysValues [N, L, {@link UNetConfig#keysValuesChannels()}] of N prompts. Output: their
 * predictions [N, out, h, w]; what does not depend on the prompt is computed once.
 *
 * @param config sizes
 */
public record OneStepUNet(UNetConfig config) implements Network {
    @Override
    public String name() {
        return "UNet2DCondition at one timestep";
    }

    @Override
    public List<String> inputNames() {
        return List.of("sample", "keysValues");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.inChannels(), 1, 1}, new int[] {1, 1, config.keysValuesChannels()});
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        return new UNetBody<>(config, ops, null, TextConditioning.ofProjected(inputs.get(1)), true)
                .forward(w, inputs.get(0));
    }
}
