package dev.osediff.network.stablediffusion;

import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.Weights;
import java.util.List;

/**
 * The text-conditioned UNet of Stable Diffusion 2.1 (diffusers' {@code UNet2DConditionModel} with linear projections);
 * tensor names are the checkpoint's keys. Inputs: sample [N, in, h, w] of any size, time [N, C₀] the sinusoid of the
 * timestep ({@link dev.osediff.network.SinusoidalEmbedding}), context [N, L, D] the text embedding. Output: the
 * prediction [N, out, h, w].
 *
 * @param config sizes
 */
public record UNet2DCondition(UNetConfig config) implements Network {
    @Override
    public String name() {
        return "UNet2DCondition";
    }

    @Override
    public List<String> inputNames() {
        return List.of("sample", "time", "context");
    }

    @Override
    public List<int[]> exampleShapes() {
        return List.of(new int[] {1, config.inChannels(), 1, 1}, new int[] {1, config.timeChannels()}, new int[] {
            1, 1, config.crossAttentionDim()
        });
    }

    @Override
    public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
        // Every residual block applies SiLU to the time embedding first, so that is done once here.
        T time = ops.scope("time_embedding", () -> time(ops, w.at("time_embedding"), inputs.get(1)));
        UNetBody<T> body = new UNetBody<>(config, ops, time, TextConditioning.ofContext(inputs.get(2)), false);
        return body.forward(w, inputs.get(0));
    }

    private <T> T time(Ops<T> ops, Weights<T> w, T sinusoid) {
        int embedding = config.timeEmbeddingChannels();
        T h = ResnetBlock.linear(ops, w.at("linear_1"), sinusoid, config.timeChannels(), embedding);
        return ops.silu(ResnetBlock.linear(ops, w.at("linear_2"), ops.silu(h), embedding, embedding));
    }
}
