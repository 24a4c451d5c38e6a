package dev.osediff.bench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.cost.NetworkCost;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneOperationTest {
    private static long multiplyAdds(OneOperation operation) {
        return NetworkCost.of(operation, Set.of(), operation.exampleShapes()).multiplyAdds();
    }

    @Test
    void workByHand() {
        assertEquals(512L * 512 * 128 * 128 * 9, multiplyAdds(OneOperation.CONV_128_512));
        assertEquals(4L * 256 * 256 * 256 * 256 * 4, multiplyAdds(OneOperation.UPSAMPLE_256_512));
        assertEquals(2L * 4096 * 4096 * 320, multiplyAdds(OneOperation.ATTENTION_320_64));
        assertEquals(2L * 4096 * 77 * 320, multiplyAdds(OneOperation.CROSS_ATTENTION_320_64));
        assertEquals(4096L * 320 * 2560, multiplyAdds(OneOperation.LINEAR_320_2560));
    }

    @ParameterizedTest
    @EnumSource
    void eachHasWeightsItsNetworkAsksFor(OneOperation operation) {
        RandomWeights weights = new RandomWeights(1, operation);
        assertEquals(
                operation.name().startsWith("ATTENTION") ? 0 : 2,
                weights.names().size());
        assertTrue(multiplyAdds(operation) > 0 == !operation.name().startsWith("NORM"));
    }
}
