package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GammaFunctionTest {
    @Test
    void isTheFactorialAndTheKnownHalves() {
        double factorial = 1;
        for (int n = 1; n <= 15; n++) {
            assertEquals(factorial, GammaFunction.of(n), 1e-13 * factorial);
            factorial *= n;
        }
        assertEquals(Math.sqrt(Math.PI), GammaFunction.of(0.5), 1e-14);
        assertEquals(Math.sqrt(Math.PI) / 2, GammaFunction.of(1.5), 1e-14);
        for (double x = 0.1; x < 14; x += 0.0917) {
            assertEquals(x * GammaFunction.of(x), GammaFunction.of(x + 1), 1e-12 * GammaFunction.of(x + 1));
        }
    }
}
