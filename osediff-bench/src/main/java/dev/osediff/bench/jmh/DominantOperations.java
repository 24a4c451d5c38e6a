package dev.osediff.bench.jmh;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.bench.model.OneOperation;
import dev.osediff.bench.model.RandomWeights;
import dev.osediff.network.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Operations that take most of the time, in their real shapes; {@code gigaflop} is the rate, GFLOP/s, of counted products. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
public class DominantOperations {
    private static final double GIGA = 1e9;

    /** The operation. */
    @Param
    public OneOperation operation;

    /** Name of the backend; one that is absent fails this combination alone. */
    @Param({"ort", "torchscript", "djl"})
    public String backend;

    /** Precision, see {@link Precision}. */
    @Param("fp32")
    public String precision;

    /** Threads of one run. */
    @Param("2")
    public int threads;

    private CompiledNetwork network;
    private Tensor input;
    private double work;

    /** Counts floating-point operations, two per multiply-add; JMH divides by time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** 10⁹ floating-point operations so far. */
        public double gigaflop;
    }

    /** Prepares the operation. */
    @Setup
    public void open() {
        Precision arithmetic = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
        Engine engine = new Engine(Backends.byName(backend), new CompileSpec(Device.CPU, arithmetic, threads));
        BenchPart part = new BenchPart("operation", operation, new RandomWeights(1, operation));
        network = part.compile(engine);
        input = RandomWeights.uniform(2, 0, 1, operation.inputShape());
        work = 2 * part.cost(operation.exampleShapes()).multiplyAdds() / GIGA;
    }

    /** Frees it. */
    @TearDown
    public void close() {
        if (network != null) {
            network.close();
        }
    }

    /** One run. */
    @Benchmark
    public Tensor run(Work counted) {
        counted.gigaflop += work;
        return network.run(List.of(input), Cancellation.NONE);
    }
}
