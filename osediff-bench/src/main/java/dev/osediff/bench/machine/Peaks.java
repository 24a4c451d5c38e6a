package dev.osediff.bench.machine;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.bench.model.RandomWeights;
import dev.osediff.bench.result.Measure;
import dev.osediff.error.OsediffException;
import dev.osediff.network.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Measures what the machine can do at most: large matrix products of each engine and precision, and copies. */
public final class Peaks {
    /** Group of these measures. */
    public static final String GROUP = "machine";

    private static final MatrixChain CHAIN = new MatrixChain(2048, 4);
    private static final MatrixChain SMALL_CHAIN = new MatrixChain(512, 1);

    /** Longest time of one run: engines without a product of a precision may take a thousand times as long as others. */
    private static final double MOST_SECONDS = 8;

    private static final int RUNS = 7;
    private static final int LEAST_RUNS = 3;
    private static final int WARMUP = 2;

    /** Time after which the least number of runs is enough. */
    private static final long ENOUGH_NANOS = 3_000_000_000L;

    private Peaks() {}

    /** Measures all engines but the plain Java one; takes some seconds. */
    public static List<Measure> measure(int threads) {
        List<Measure> peaks = new ArrayList<>();
        for (Backend backend : Backends.all()) {
            Availability availability = backend.availability();
            if (backend.usesJavaHeap() || !availability.available()) {
                continue;
            }
            for (Precision precision : EnumSet.copyOf(backend.precisions(Device.CPU))) {
                peaks.add(largest(MOST_SECONDS, backend, precision, threads));
            }
        }
        peaks.add(new Measure(
                GROUP,
                "Java, " + threads + " threads",
                "copy",
                CopyBandwidth.seconds(threads, RUNS),
                CopyBandwidth.gigabytes(threads),
                Measure.GB,
                0,
                ""));
        return peaks;
    }

    /** Measures small products, and large ones if they end in time at that rate. */
    static Measure largest(double mostSeconds, Backend backend, Precision precision, int threads) {
        Measure small = gemm(SMALL_CHAIN, backend, precision, threads);
        double times = CHAIN.gigaMacs() / SMALL_CHAIN.gigaMacs();
        boolean isSlow = small.isMeasured() && times * small.samples().min() > mostSeconds;
        return isSlow
                ? small.withNote("products of " + SMALL_CHAIN.side() + " only: larger ones take too long")
                : gemm(CHAIN, backend, precision, threads);
    }

    static Measure gemm(MatrixChain chain, Backend backend, Precision precision, int threads) {
        String item = precision.name().toLowerCase(Locale.ROOT) + " matrix product";
        String subject = backend.name() + ", " + threads + " threads";
        BenchPart part = new BenchPart("products", chain, new RandomWeights(1, chain));
        Engine engine = new Engine(backend, new CompileSpec(Device.CPU, precision, threads));
        List<Double> seconds = new ArrayList<>();
        try (CompiledNetwork network = part.compile(engine)) {
            Tensor input = RandomWeights.uniform(2, 0, 1, 1, chain.side(), chain.side());
            long begin = System.nanoTime();
            for (int run = 0; run < WARMUP + RUNS; run++) {
                if (seconds.size() >= LEAST_RUNS && System.nanoTime() - begin > ENOUGH_NANOS) {
                    break;
                }
                long start = System.nanoTime();
                network.run(List.of(input), Cancellation.NONE);
                if (run >= WARMUP) {
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
            }
        } catch (OsediffException e) {
            return Measure.absent(GROUP, subject, item, e.getMessage());
        }
        return new Measure(GROUP, subject, item, seconds, chain.gigaMacs(), Measure.GMAC, 0, "");
    }

    /** Returns a line that tells a peak. */
    public static String line(Measure peak) {
        if (!peak.isMeasured()) {
            return "machine: " + peak.item() + ", " + peak.subject() + ": not measured: " + peak.note();
        }
        String unit = peak.workUnit().equals(Measure.GMAC) ? "GFLOP/s" : "GB/s";
        return String.format(Locale.ROOT, "machine: %s, %s: %.1f %s", peak.item(), peak.subject(), peak.rate(), unit)
                + (peak.note().isEmpty() ? "" : ", " + peak.note());
    }
}
