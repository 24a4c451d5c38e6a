package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.osediff.error.BackendException;
import dev.osediff.error.CancelledException;
import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Backend} must do that is available where the test runs: results, errors, life cycle, concurrency and
 * cancellation on tiny networks with random weights. Extend it for each backend.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BackendContract {
    private static final int THREADS = 8;
    private static final int RUNS_PER_THREAD = 3;
    private static final int SEED = 3;

    private final Tiny tiny = TinyNetworks.smallUNet();

    /** Returns the backend under test. */
    protected abstract Backend backend();

    /** Returns the device to test on. */
    protected Device device() {
        return Device.CPU;
    }

    /** Returns the largest allowed difference from the oracle relative to the largest expected value. */
    protected double tolerance() {
        return 1e-4;
    }

    /** Returns whether the cancellation is asked again and again between operations, however short a run is. */
    protected boolean asksBetweenOperations() {
        return true;
    }

    @Test
    void isNamedAndAvailable() {
        String name = backend().name();
        assertEquals(name.toLowerCase(Locale.ROOT).replaceAll("\\s", ""), name);
        assertTrue(
                backend().availability().available(), backend().availability().detail());
        assertTrue(backend().precisions(device()).contains(Precision.FP32));
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void computesWhatTheOracleComputes(Tiny each) {
        RandomWeights weights = new RandomWeights(each.network(), SEED);
        NaiveOps naive = new NaiveOps();
        Tensor expected = each.network()
                .forward(naive, Weights.of(new CheckpointWeights<>(weights, naive::constant)), each.inputs(1));
        List<Tensor> inputs = each.inputs(1);
        try (CompiledNetwork compiled = backend().compile(each.network(), weights, spec())) {
            assertClose(expected, compiled.run(inputs, Cancellation.NONE));
        }
        for (int i = 0; i < inputs.size(); i++) {
            assertArrayEquals(each.inputs(1).get(i).data(), inputs.get(i).data(), "input " + i + " is unchanged");
        }
    }

    @Test
    void readsAllWeightsWhenCompiling() {
        EditedWeights weights = weights();
        try (CompiledNetwork compiled = backend().compile(tiny.network(), weights, spec())) {
            int loads = weights.loads();
            assertTrue(loads >= weights.names().size());
            compiled.run(tiny.inputs(1), Cancellation.NONE);
            assertEquals(loads, weights.loads());
        }
    }

    @Test
    void repeatsItself() {
        try (CompiledNetwork compiled = compile()) {
            float[] first = compiled.run(tiny.inputs(1), Cancellation.NONE).data();
            compiled.run(tiny.inputs(2), Cancellation.NONE);
            assertArrayEquals(
                    first, compiled.run(tiny.inputs(1), Cancellation.NONE).data());
        }
    }

    @Test
    void serves8ThreadsAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (CompiledNetwork compiled = compile()) {
            List<float[]> expected = new ArrayList<>();
            for (int seed = 0; seed < THREADS; seed++) {
                expected.add(compiled.run(tiny.inputs(seed), Cancellation.NONE).data());
            }
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                Callable<Void> runs = () -> {
                    start.countDown();
                    start.await();
                    for (int i = 0; i < RUNS_PER_THREAD; i++) {
                        int seed = (first + i) % THREADS;
                        Tensor found = compiled.run(tiny.inputs(seed), Cancellation.NONE);
                        assertArrayEquals(expected.get(seed), found.data());
                    }
                    return null;
                };
                futures.add(pool.submit(runs));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conv_in.weight", "up_blocks.1.resnets.0.norm2.weight", "conv_out.bias"})
    void namesTheTensorThatIsMissing(String name) {
        EditedWeights weights = weights().without(name);
        ModelException e = assertThrows(ModelException.class, () -> backend().compile(tiny.network(), weights, spec()));
        assertTrue(e.getMessage().contains(name), e.getMessage());
        assertTrue(e.getMessage().contains(weights.origin()), e.getMessage());
    }

    @Test
    void namesTheTensorThatHasAnotherShape() {
        EditedWeights weights = weights();
        int[] needed = weights.shape("conv_out.weight");
        int[] given = {needed[1], needed[0], 3, 3};
        weights.with("conv_out.weight", given);
        ModelException e = assertThrows(ModelException.class, () -> backend().compile(tiny.network(), weights, spec()));
        assertTrue(e.getMessage().contains("conv_out.weight"), e.getMessage());
        assertTrue(e.getMessage().contains(Arrays.toString(needed)), e.getMessage());
        assertTrue(e.getMessage().contains(Arrays.toString(given)), e.getMessage());
    }

    @Test
    void refusesADeviceThatItHasNot() {
        Device far = new Device(Device.Kind.CUDA, 63);
        assertEquals(Set.of(), backend().precisions(far));
        CompileSpec spec = new CompileSpec(far, Precision.FP32, 1);
        BackendException e =
                assertThrows(BackendException.class, () -> backend().compile(tiny.network(), weights(), spec));
        assertTrue(e.getMessage().contains("cuda:63"), e.getMessage());
    }

    @Test
    void refusesAPrecisionThatItHasNot() {
        Set<Precision> missing = EnumSet.allOf(Precision.class);
        missing.removeAll(backend().precisions(device()));
        assumeFalse(missing.isEmpty(), "the backend has every precision");
        for (Precision precision : missing) {
            CompileSpec spec = new CompileSpec(device(), precision, 1);
            BackendException e =
                    assertThrows(BackendException.class, () -> backend().compile(tiny.network(), weights(), spec));
            assertTrue(e.getMessage().contains(precision.toString()), e.getMessage());
        }
    }

    @Test
    void refusesAnotherNumberOfInputs() {
        try (CompiledNetwork compiled = compile()) {
            List<Tensor> inputs = tiny.inputs(1).subList(0, 1);
            assertThrows(IllegalArgumentException.class, () -> compiled.run(inputs, Cancellation.NONE));
        }
    }

    @Test
    void cannotRunAfterClose() {
        CompiledNetwork compiled = compile();
        compiled.run(tiny.inputs(1), Cancellation.NONE);
        compiled.close();
        compiled.close();
        assertThrows(ClosedException.class, () -> compiled.run(tiny.inputs(1), Cancellation.NONE));
    }

    @Test
    void closeWaitsForARun() throws Exception {
        CompiledNetwork compiled = compile();
        float[] expected = compiled.run(tiny.inputs(1), Cancellation.NONE).data();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FutureTask<Tensor> run = new FutureTask<>(() -> compiled.run(tiny.inputs(1), () -> {
            running.countDown();
            await(goOn);
        }));
        new Thread(run, "run").start();
        running.await();
        Thread closer = new Thread(compiled::close, "close");
        closer.start();
        while (closer.isAlive() && closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        boolean waits = closer.isAlive();
        goOn.countDown();
        assertArrayEquals(expected, run.get().data(), "the run ends undisturbed");
        assertTrue(waits, "close waits");
        closer.join();
        assertThrows(ClosedException.class, () -> compiled.run(tiny.inputs(1), Cancellation.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void endsWhenCancelled(int atQuestion) {
        assumeTrue(asksBetweenOperations() || atQuestion <= 2, "skipped: the engine runs a whole graph in one call");
        CancelledException cancelled = new CancelledException(new Problem("a run", "cancelled", "none", "Run again."));
        try (CompiledNetwork compiled = compile()) {
            float[] expected = compiled.run(tiny.inputs(1), Cancellation.NONE).data();
            AtomicInteger questions = new AtomicInteger();
            CancelledException e = assertThrows(
                    CancelledException.class,
                    () -> compiled.run(tiny.inputs(1), () -> {
                        if (questions.incrementAndGet() >= atQuestion) {
                            throw cancelled;
                        }
                    }));
            assertSame(cancelled.problem(), e.problem());
            assertArrayEquals(
                    expected, compiled.run(tiny.inputs(1), Cancellation.NONE).data());
        }
    }

    @Test
    void aCancelledRunLeavesTheOthersAlone() throws InterruptedException, ExecutionException {
        CancelledException cancelled = new CancelledException(new Problem("a run", "cancelled", "none", "Run again."));
        try (CompiledNetwork compiled = compile()) {
            float[] expected = compiled.run(tiny.inputs(1), Cancellation.NONE).data();
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            FutureTask<Tensor> other = new FutureTask<>(() -> compiled.run(tiny.inputs(1), () -> {
                running.countDown();
                await(goOn);
            }));
            new Thread(other, "other run").start();
            running.await();
            assertThrows(
                    CancelledException.class,
                    () -> compiled.run(tiny.inputs(2), () -> {
                        throw cancelled;
                    }));
            goOn.countDown();
            assertArrayEquals(expected, other.get().data());
        }
    }

    private CompiledNetwork compile() {
        return backend().compile(tiny.network(), weights(), spec());
    }

    private EditedWeights weights() {
        return new EditedWeights(new RandomWeights(tiny.network(), SEED));
    }

    private CompileSpec spec() {
        return new CompileSpec(device(), Precision.FP32, 2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertClose(Tensor expected, Tensor found) {
        assertArrayEquals(expected.shape(), found.shape());
        double scale = 0;
        for (float value : expected.data()) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertTrue(scale > 0.01, "the expected values are not all near zero");
        for (int i = 0; i < expected.data().length; i++) {
            float e = expected.data()[i];
            float f = found.data()[i];
            assertTrue(Math.abs((double) e - f) <= tolerance() * scale, "element " + i + ": " + e + ", found " + f);
        }
    }
}
