package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osediff.SuperResolver;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.model.RandomSmallModel;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many calls and many openings: {@code -Dosediff.soak.calls=10000 -Dosediff.soak.openings=1000}, 300 and 60 where nothing is
 * said. What grows beyond the slack is kept by somebody.
 */
class OrtSoakTest {
    private static final int CALLS = Integer.getInteger("osediff.soak.calls", 300);
    private static final int OPENINGS = Integer.getInteger("osediff.soak.openings", 60);
    /** Code is compiled for thousands of calls. */
    private static final int WARM_UP_CALLS = Math.max(200, CALLS / 4);

    private static final int WARM_UP_OPENINGS = 40;
    private static final long SLACK_BYTES = 16L << 20;
    private static final Path MEMORY = Path.of("/proc/self/status");

    private final Tiny tiny = TinyNetworks.smallUNet();

    @BeforeEach
    void memoryCanBeRead() {
        assumeTrue(Files.isReadable(MEMORY), "resident memory is read from " + MEMORY + ", which is not there");
    }

    /** Does a thing some times, and then as often as asked while memory is watched. */
    private static void staysFlat(String what, int warmUp, int times, Runnable thing) throws IOException {
        for (int i = 0; i < warmUp; i++) {
            thing.run();
        }
        long before = anonymousBytesOutsideTheHeap();
        for (int i = 0; i < times; i++) {
            thing.run();
        }
        long grown = anonymousBytesOutsideTheHeap() - before;
        assertTrue(grown < SLACK_BYTES, times + " " + what + " kept " + grown + " bytes outside the heap");
    }

    @Test
    void pictures(@TempDir Path folder) throws IOException {
        RandomSmallModel.write(folder);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        try (SuperResolver resolver =
                SuperResolver.builder().model(folder).backend("ort").build()) {
            staysFlat("pictures", WARM_UP_CALLS, CALLS, () -> resolver.upscale(image));
        }
    }

    @Test
    void openings() throws IOException {
        staysFlat("openings", WARM_UP_OPENINGS, OPENINGS, () -> {
            CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 2);
            try (CompiledNetwork network =
                    new OrtBackend().compile(tiny.network(), new RandomWeights(tiny.network(), 3), spec)) {
                network.run(tiny.inputs(1), Cancellation.NONE);
            }
        });
    }

    /** Resident anonymous memory less the heap's committed size. */
    private static long anonymousBytesOutsideTheHeap() throws IOException {
        System.gc();
        long kilobytes = Files.readAllLines(MEMORY).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        return (kilobytes << 10) - Runtime.getRuntime().totalMemory();
    }
}
