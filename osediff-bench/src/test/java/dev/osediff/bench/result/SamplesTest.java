package dev.osediff.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void medians() {
        assertEquals(2, new Samples(List.of(9.0, 1.0, 2.0)).median());
        assertEquals(1.5, new Samples(List.of(2.0, 1.0)).median());
        assertEquals(1, new Samples(List.of(9.0, 1.0, 2.0)).min());
    }

    @Test
    void fewSamplesHaveTheirRange() {
        Samples few = new Samples(List.of(3.0, 1.0, 2.0));
        assertEquals(1, few.low());
        assertEquals(3, few.high());
    }

    /** The interval of 30 normal samples holds the true median in about 95 of 100 draws. */
    @Test
    void theIntervalCoversTheTruth() {
        Random random = new Random(4);
        long covered = IntStream.range(0, 100)
                .filter(i -> {
                    Samples samples = new Samples(IntStream.range(0, 30)
                            .mapToObj(k -> 10 + random.nextGaussian())
                            .toList());
                    return samples.low() <= 10 && 10 <= samples.high();
                })
                .count();
        assertTrue(covered >= 88, covered + " of 100");
    }

    @Test
    void refusesNothingAndNonsense() {
        assertThrows(IllegalArgumentException.class, () -> new Samples(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Samples(List.of(Double.NaN)));
    }

    @Test
    void processesThatDifferWidenTheInterval() {
        List<Double> two = List.of(1.0, 1.0, 1.1, 2.0, 2.0, 2.1);
        Samples joined = new Samples(two, 2);
        assertEquals(1.0, joined.low());
        assertEquals(2.1, joined.high());
        assertEquals(1.55, joined.median(), 1e-9);
        assertThrows(IllegalArgumentException.class, () -> new Samples(two, 4));
    }
}
