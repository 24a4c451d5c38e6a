package dev.osediff.bench.jmh;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.bench.model.BenchModels;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Random;
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

/**
 * Whole pictures through the public interface, ×4. {@code tile} shows what tiles cost; JMH's {@code -t 1} to {@code -t 8} show what
 * several callers of one resolver get; sizes show that time grows as pixels do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 5, time = 2)
public class WholePicture {
    private static final double SCALE = 4;

    /** "embedded" or a model folder. */
    @Param(BenchModels.EMBEDDED)
    public String model;

    /** Name of the backend. */
    @Param({"ort", "torchscript"})
    public String backend;

    /** Side of the input, pixels. */
    @Param("64")
    public int input;

    /** Side of the tiles, output pixels; 0 for the model's own choice. */
    @Param("0")
    public int tile;

    /** Threads of one call. */
    @Param("2")
    public int threads;

    private SuperResolver resolver;
    private UpscaleOptions options;
    private BufferedImage picture;

    /** Opens the resolver and makes a picture of noise. */
    @Setup
    public void open() {
        if (model.equals(BenchModels.FULL)) {
            throw new InvalidOptionException(new Problem(
                    "model of WholePicture", model, "embedded or a model folder", "Name a folder that was imported."));
        }
        SuperResolver.Builder builder = SuperResolver.builder().backend(backend).threads(threads);
        resolver = (model.equals(BenchModels.EMBEDDED) ? builder : builder.model(Path.of(model))).build();
        UpscaleOptions.Builder chosen = UpscaleOptions.builder().scale(SCALE);
        options = (tile == 0 ? chosen : chosen.tileSize(tile)).build();
        picture = new BufferedImage(input, input, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < input; y++) {
            for (int x = 0; x < input; x++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
    }

    /** Closes it. */
    @TearDown
    public void close() {
        if (resolver != null) {
            resolver.close();
        }
    }

    /** One picture. */
    @Benchmark
    public BufferedImage upscale() {
        return resolver.upscale(picture, options).image();
    }
}
