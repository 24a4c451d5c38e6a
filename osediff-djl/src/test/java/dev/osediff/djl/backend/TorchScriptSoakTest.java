package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Many calls and many openings: {@code -Dosediff.soak.calls=10000 -Dosediff.soak.openings=1000}, fewer where nothing is said.
 * One opening leaves 13 kB or more behind if a module, and some 300 kB if the parameters are not freed.
 */
class TorchScriptSoakTest {
    private static final int CALLS = Integer.getInteger("osediff.soak.calls", 500);
    private static final int OPENS = Integer.getInteger("osediff.soak.openings", 100);
    private static final long SLACK_BYTES = 16L << 20;

    private final Tiny tiny = TinyNetworks.smallUNet();
    private final RandomWeights weights = new RandomWeights(tiny.network(), 1);

    @Test
    void callsLeaveNothingBehind() throws IOException {
        ResidentMemory.assumeReadable();
        try (CompiledNetwork compiled = open()) {
            measure(CALLS, "calls", () -> compiled.run(tiny.inputs(1), Cancellation.NONE));
        }
    }

    @Test
    void openingsLeaveNothingBehind() throws IOException {
        ResidentMemory.assumeReadable();
        measure(OPENS, "openings", () -> {
            try (CompiledNetwork compiled = open()) {
                compiled.run(tiny.inputs(1), Cancellation.NONE);
            }
        });
    }

    private CompiledNetwork open() {
        return new TorchScriptBackend()
                .compile(tiny.network(), weights, new CompileSpec(Device.CPU, Precision.FP32, 1));
    }

    private static void measure(int times, String what, Runnable body) throws IOException {
        for (int i = 0; i < times; i++) {
            body.run();
        }
        long before = ResidentMemory.anonymousBytesOutsideTheHeap();
        for (int i = 0; i < times; i++) {
            body.run();
        }
        long grown = ResidentMemory.anonymousBytesOutsideTheHeap() - before;
        assertTrue(grown < SLACK_BYTES, times + " " + what + " kept " + grown + " bytes outside the heap");
    }
}
