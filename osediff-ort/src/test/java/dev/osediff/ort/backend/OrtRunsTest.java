package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Availability;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.Problem;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.ort.writer.Arithmetic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is particular to an engine that runs a whole graph in one call. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OrtRunsTest {
    private final Tiny tiny = TinyNetworks.smallUNet();
    private final CompileSpec spec = new CompileSpec(Device.CPU, Precision.FP32, 2);

    private CompiledNetwork compile() {
        return new OrtBackend().compile(tiny.network(), new RandomWeights(tiny.network(), 3), spec);
    }

    /** Inputs of many pixels, so that the question is asked while the engine computes. */
    private List<Tensor> large() {
        Tensor latent = Tensor.zeros(1, 5, 512, 512);
        return List.of(latent, Tensor.zeros(1, 4));
    }

    @Test
    void aLongRunIsStopped() {
        CancelledException cancelled = new CancelledException(new Problem("a run", "cancelled", "none", "Run again."));
        try (CompiledNetwork network = compile()) {
            float[] expected = network.run(tiny.inputs(1), Cancellation.NONE).data();
            AtomicInteger questions = new AtomicInteger();
            // Three questions come before the engine starts.
            CancelledException e = assertThrows(
                    CancelledException.class,
                    () -> network.run(large(), () -> {
                        if (questions.incrementAndGet() == 5) {
                            throw cancelled;
                        }
                    }));
            assertSame(cancelled, e);
            assertArrayEquals(
                    expected, network.run(tiny.inputs(1), Cancellation.NONE).data());
        }
    }

    @Test
    void anInterruptThatNobodyMindsDoesNotEndARun() {
        try (CompiledNetwork network = compile()) {
            float[] expected = network.run(tiny.inputs(1), Cancellation.NONE).data();
            Thread.currentThread().interrupt();
            assertArrayEquals(
                    expected, network.run(tiny.inputs(1), Cancellation.NONE).data());
            assertTrue(Thread.interrupted(), "the flag is still set");
        }
    }

    @Test
    void closeDuringALongRunWaitsAndTheResultIsWhole() throws Exception {
        CompiledNetwork network = compile();
        float[] expected = network.run(large(), Cancellation.NONE).data();
        CountDownLatch running = new CountDownLatch(4);
        Tensor[] result = new Tensor[1];
        Thread runner = new Thread(() -> result[0] = network.run(large(), running::countDown));
        runner.start();
        running.await();
        network.close();
        runner.join();
        assertArrayEquals(expected, result[0].data());
        network.close();
        assertThrows(ClosedException.class, () -> network.run(large(), Cancellation.NONE));
    }

    @Test
    void shapesThatShareAGraphShareASession() {
        try (NetworkFiles files =
                new NetworkFiles(tiny.network(), new RandomWeights(tiny.network(), 3), Arithmetic.FLOAT32, null)) {
            files.check();
            files.require();
            SessionPool pool = new SessionPool(files, spec);
            NetworkSession first = session(pool, 16, 16);
            assertSame(first, session(pool, 48, 32));
            // An odd side is rounded on the way down, which is another graph.
            assertFalse(first == session(pool, 17, 16));
        }
    }

    private static NetworkSession session(SessionPool pool, int height, int width) {
        try (SessionPool.Lease lease = pool.lease(List.of(new int[] {1, 5, height, width}, new int[] {1, 4}))) {
            return lease.session();
        }
    }

    @Test
    void cudaIsOfferedByTheLibraryThatHasItOnly() {
        Set<Precision> cuda = new OrtBackend().precisions(new Device(Device.Kind.CUDA, 0));
        assertEquals(OrtRuntime.serves(new Device(Device.Kind.CUDA, 0)), !cuda.isEmpty());
        assertEquals(
                Set.of(Precision.FP32, Precision.FP16, Precision.INT8),
                Set.copyOf(new OrtBackend().precisions(Device.CPU)));
    }

    @Test
    void availabilityNamesTheVersion() {
        Availability availability = new OrtBackend().availability();
        assertTrue(availability.available(), availability.detail());
        assertTrue(availability.detail().matches("ONNX Runtime \\d+\\.\\d+\\.\\d+, .*"), availability.detail());
    }

    @Test
    void javasConsoleStaysQuiet() {
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true));
        try (CompiledNetwork network = compile()) {
            network.run(tiny.inputs(1), Cancellation.NONE);
        } finally {
            System.setErr(before);
        }
        assertEquals("", heard.toString());
    }
}
