package dev.osediff.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Precision;
import dev.osediff.bench.result.Measure;
import java.util.List;
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
    void productsThatWouldTakeTooLongAreMeasuredSmallAndThisIsSaid() {
        Measure measure = Peaks.largest(0, Backends.byName("ort"), Precision.FP32, 1);
        assertTrue(measure.isMeasured());
        assertTrue(
                Peaks.line(measure).endsWith("products of 512 only: larger ones take too long"), Peaks.line(measure));
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

    @Test
    void theIdealTimeIsTheWorkAtTheBestPeakOfItsPrecision() {
        Roofline roofline = new Roofline(List.of(
                measure("machine", "a, 2 threads", "fp32 matrix product", 1, 10),
                measure("machine", "b, 2 threads", "fp32 matrix product", 0.5, 10),
                measure("machine", "b, 2 threads", "bf16 matrix product", 0.1, 10),
                measure("machine", "c, 2 threads", "fp32 matrix product", 0.01, 10)
                        .withNote("products of 512 only"),
                Measure.absent("machine", "d", "fp32 matrix product", "none")));
        Measure row = measure("stages", "full 512, ort, fp32, 2 threads", "decode", 9, 60);
        assertEquals(3, roofline.seconds(row).orElseThrow(), 1e-9, "120 GFLOP at 40 GFLOP/s");
        assertTrue(roofline.seconds(measure("stages", "full 512, ort, int8, 2 threads", "decode", 9, 60))
                .isEmpty());
        assertTrue(roofline.seconds(Measure.absent("g", "s", "i", "why")).isEmpty());
    }

    private static Measure measure(String group, String subject, String item, double seconds, double work) {
        return new Measure(group, subject, item, List.of(seconds), work, Measure.GMAC, 0, "");
    }
}
