package dev.osediff.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Precision;
import dev.osediff.bench.result.Measure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeaksTest {
    @Test
    void aSmallChainHasARate() {
        MatrixChain chain = new MatrixChain(64, 3);
        assertEquals(3 * 64.0 * 64 * 64 / 1e9, chain.gigaMacs(), 1e-15);
        for (String backend : new String[] {"ort", "torchscript", "java"}) {
            Measure measure = Peaks.gemm(chain, Backends.byName(backend), Precision.FP32, 1);
            assertTrue(measure.isMeasured() && measure.rate() > 0, measure.toString());
        }
    }

    @Test
    void anAbsentPrecisionSaysWhy() {
        Measure measure = Peaks.gemm(new MatrixChain(64, 1), Backends.byName("java"), Precision.BF16, 1);
        assertTrue(Peaks.line(measure).contains("not measured"), Peaks.line(measure));
    }

    @Test
    void copiesHaveBytes() {
        assertEquals(2, CopyBandwidth.seconds(1, 2).size());
        assertEquals(2 * 2 * 8.0 * (16 << 20) / 1e9, CopyBandwidth.gigabytes(2), 1e-9);
    }

    @Test
    void lackOfMemoryIsSaidWithBothAmounts() {
        assertEquals(
                "needs about 9.5 GB, 2.0 GB are free",
                ProcessMemory.lack(9_500_000_000L, 2_000_000_000L).orElseThrow());
        assertTrue(ProcessMemory.lack(1, 2).isEmpty());
        assertTrue(ProcessMemory.lack(1, 0).isEmpty(), "not known");
    }

    @Test
    void enginesHaveVersions() {
        Map<String, String> engines = InstalledEngines.here();
        assertTrue(engines.get("ort").contains("ONNX Runtime"), engines.toString());
        assertTrue(engines.containsKey("java"), engines.toString());
    }
}
