package dev.osediff.network.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.Network;
import dev.osediff.network.Ops;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.Weights;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkCostTest {
    /** conv 3×3 from 5 to 7 channels with stride 2, self-attention over its pixels, ×2 upsampling to 6 channels. */
    private record ThreeProducts() implements Network {
        @Override
        public String name() {
            return "ThreeProducts";
        }

        @Override
        public List<String> inputNames() {
            return List.of("x");
        }

        @Override
        public List<int[]> exampleShapes() {
            return List.of(new int[] {1, 5, 1, 1});
        }

        @Override
        public <T> T forward(Ops<T> ops, Weights<T> w, List<T> inputs) {
            T h = ops.conv2d(inputs.get(0), w.tensor("a", 7, 5, 3, 3), null, Conv2dSpec.DOWN_3X3);
            int[] s = ops.shape(h);
            T tokens = ops.mapToTokens(h);
            h = ops.tokensToMap(ops.attention(tokens, tokens, tokens, 1), s[2], s[3]);
            return ops.upsampleConv2d(h, w.tensor("b", 6, 7, 3, 3), null, 2 * s[2], 2 * s[3]);
        }
    }

    @Test
    void countsByHand() {
        NetworkCost cost = NetworkCost.of(new ThreeProducts(), Set.of(), List.of(new int[] {2, 5, 9, 11}));
        // 9 x 11 halves to 5 x 6 = 30 pixels.
        long convolution = 2L * 30 * 7 * (5 * 9);
        long attention = 2L * 2 * 30 * 30 * 7;
        long fourPhases = 2L * 4 * 30 * 6 * (7 * 4);
        assertEquals(convolution + attention + fourPhases, cost.multiplyAdds());
        // The most is alive while the four phases, 6 maps of 30 pixels each, become one of 120.
        assertEquals(Float.BYTES * 2 * (4 * 6 * 30 + 6 * 120), cost.peakActivationBytes());
    }

    @Test
    void causalAttentionCountsTheKeysThatAreSeen() {
        CostOps ops = new CostOps();
        CostOps.Value tokens = ops.input(new int[] {3, 7, 4});
        ops.causalAttention(tokens, tokens, tokens, 2);
        // The first token sees one key and the last one seven: products with keys and with values, 4 channels each.
        assertEquals(3L * (1 + 2 + 3 + 4 + 5 + 6 + 7) * 2 * 4, ops.multiplyAdds());
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void everyShapeIsThatOfTheComputation(Tiny tiny) {
        List<String> computed = new ArrayList<>();
        Ops<Tensor> naive = recording(new NaiveOps(), computed);
        Weights<Tensor> weights =
                Weights.of(new CheckpointWeights<>(new RandomWeights(tiny.network(), 1), naive::constant));
        tiny.network().forward(naive, weights, tiny.inputs(2));

        List<String> counted = new ArrayList<>();
        CostOps costs = new CostOps();
        List<CostOps.Value> inputs =
                tiny.inputShapes().stream().map(costs::input).toList();
        tiny.network().forward(recording(costs, counted), Weights.of(costs.parameters(Set.of())), inputs);

        assertTrue(computed.size() > 5);
        assertEquals(computed, counted);
    }

    /** Wraps operations so that the name and result shape of each is noted. */
    @SuppressWarnings("unchecked")
    private static <T> Ops<T> recording(Ops<T> ops, List<String> log) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                Object result = method.invoke(ops, arguments);
                if (!Set.of("shape", "constant", "scope").contains(method.getName())) {
                    log.add(method.getName() + " " + Arrays.toString(ops.shape((T) result)));
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Ops<T>) Proxy.newProxyInstance(Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, handler);
    }
}
