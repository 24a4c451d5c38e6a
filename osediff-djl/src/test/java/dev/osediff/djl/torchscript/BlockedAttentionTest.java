package dev.osediff.djl.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention in blocks against the oracle, with blocks that divide the queries and such that do not. */
class BlockedAttentionTest {
    private static final float TOLERANCE = 1e-5f;

    @ParameterizedTest
    @CsvSource({"1,1,1,1,1", "1,9,9,2,4", "2,8,5,3,2", "2,7,11,1,100"})
    void attends(int n, int queries, int keys, int heads, int rows) {
        Tensor q = OpsCases.random(1, n, queries, 6);
        Tensor k = OpsCases.random(2, n, keys, 6);
        Tensor v = OpsCases.random(3, n, keys, 6);
        String call = "self." + BlockedAttention.NAME + "(self.c0, self.c1, self.c2, " + heads + ", " + rows + ")";
        Tensor found = ScriptRun.run("", call, List.of(q, k, v), BlockedAttention.function());
        Tensor expected = new NaiveOps().attentionOfScaled(q, k, v, heads);
        assertArrayEquals(expected.shape(), found.shape());
        assertArrayEquals(expected.data(), found.data(), TOLERANCE);
    }
}
