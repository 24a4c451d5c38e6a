package dev.osediff.bench.jmh;

import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Engine;
import dev.osediff.backend.Precision;
import dev.osediff.bench.model.BenchModel;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.bench.model.BenchPart;
import dev.osediff.network.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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

/** Time of one run of one network: backend × precision × model × stage × size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class StepLatency {
    /** Name of the backend; one that is absent fails this combination alone. */
    @Param({"ort", "torchscript", "djl", "java"})
    public String backend;

    /** Precision, see {@link Precision}. */
    @Param("fp32")
    public String precision;

    /** As {@link BenchModels#open} takes it. */
    @Param(BenchModels.EMBEDDED)
    public String model;

    /** encode, denoise or decode; text of a Stable Diffusion model, direct of a GAN. */
    @Param({"encode", "denoise", "decode"})
    public String stage;

    /** Side of the picture, pixels. */
    @Param("512")
    public int size;

    /** Threads of one run. */
    @Param("2")
    public int threads;

    private BenchModel opened;
    private CompiledNetwork network;
    private List<Tensor> inputs = List.of();

    /** Prepares the network. */
    @Setup
    public void open() {
        opened = BenchModels.open(model);
        Precision arithmetic = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
        Engine engine = new Engine(Backends.byName(backend), new CompileSpec(Device.CPU, arithmetic, threads));
        BenchPart part = opened.part(stage);
        network = part.compile(engine);
        inputs = opened.inputs(part, size);
    }

    /** Frees it. */
    @TearDown
    public void close() {
        if (network != null) {
            network.close();
        }
        opened.close();
    }

    /** One run. */
    @Benchmark
    public Tensor run() {
        return network.run(inputs, Cancellation.NONE);
    }
}
