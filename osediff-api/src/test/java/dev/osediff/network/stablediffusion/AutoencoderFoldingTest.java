package dev.osediff.network.stablediffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.OpsCases;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The folded autoencoder equals the published one everywhere, the border pixels included. */
class AutoencoderFoldingTest {
    private static final double TOLERANCE = 1e-5;
    private static final AutoencoderConfig CONFIG = new AutoencoderConfig(3, 4, List.of(8, 16), 1, 4, 0.18215f);

    private final NaiveOps naive = new NaiveOps();

    @Test
    void theEncoderIsEqualAndHasOneConvolutionLess() {
        TensorSource weights = new RandomWeights(new VaeEncoder(CONFIG), 3);
        TensorSource folded = AutoencoderFolding.of(withPostQuantBias(weights, 1));
        Tensor image = OpsCases.random(1, 1, 3, 6, 10);
        assertClose(run(new VaeEncoder(CONFIG), weights, image), run(new VaeEncoder(CONFIG, true), folded, image));
        assertEquals(
                count(weights, "quant_conv") - 2, count(folded, "quant_conv"), "both tensors of quant_conv are gone");
    }

    @Test
    void theDecoderIsEqualWhereTheBiasIsZeroAndHasOneConvolutionLess() {
        TensorSource weights = withPostQuantBias(new RandomWeights(new VaeDecoder(CONFIG), 4), 0);
        TensorSource folded = AutoencoderFolding.of(weights);
        Tensor latent = OpsCases.random(2, 1, 4, 3, 5);
        assertClose(run(new VaeDecoder(CONFIG), weights, latent), run(new VaeDecoder(CONFIG, true), folded, latent));
        assertEquals(0, count(folded, "quant_conv"));
    }

    @Test
    void theDecoderKeepsAConvolutionWhoseBiasTheBordersWouldMiss() {
        TensorSource weights = withPostQuantBias(new RandomWeights(new VaeDecoder(CONFIG), 4), 0.5f);
        TensorSource folded = AutoencoderFolding.of(weights);
        Tensor latent = OpsCases.random(2, 1, 4, 3, 5);
        assertClose(run(new VaeDecoder(CONFIG), weights, latent), run(new VaeDecoder(CONFIG, true), folded, latent));
        assertEquals(2, count(folded, "quant_conv"));
    }

    private static long count(TensorSource source, String part) {
        return source.names().stream().filter(name -> name.contains(part)).count();
    }

    private static TensorSource withPostQuantBias(TensorSource source, float value) {
        return new TensorSource() {
            @Override
            public Set<String> names() {
                return source.names();
            }

            @Override
            public int[] shape(String name) {
                return source.shape(name);
            }

            @Override
            public Tensor load(String name) {
                if (!name.equals("post_quant_conv.bias")) {
                    return source.load(name);
                }
                float[] bias = new float[CONFIG.latentChannels()];
                Arrays.fill(bias, value);
                return Tensor.of(bias, bias.length);
            }

            @Override
            public String origin() {
                return source.origin();
            }
        };
    }

    private Tensor run(Network network, TensorSource weights, Tensor... inputs) {
        return network.forward(naive, Weights.of(new CheckpointWeights<>(weights, naive::constant)), List.of(inputs));
    }

    private static void assertClose(Tensor expected, Tensor found) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs(expected.data()[i] - found.data()[i]));
        }
        assertTrue(difference <= TOLERANCE * largest, difference + " of " + largest);
    }
}
