package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.BackendException;
import dev.osediff.network.Network;
import dev.osediff.network.TensorSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {
    private static final Backend SLOW_START = new Fake("large", "", new Speed(3, 0.01), Set.of(Precision.FP32));
    private static final Backend QUICK_START = new Fake("small", "", new Speed(0, 0.2), Set.of(Precision.FP32));
    private static final Backend ABSENT = new Fake("absent", "no library", new Speed(0, 0), Set.of(Precision.FP32));
    private static final Backend UNMEASURED = new Fake("new", "", Speed.UNKNOWN, Set.of(Precision.values()));

    private static final Workload FLOAT = new Workload(Device.CPU, Precision.FP32, 25);

    /** An engine that is there or not, and does nothing. */
    private record Fake(String name, String missing, Speed speed, Set<Precision> offered) implements Backend {
        @Override
        public Availability availability() {
            return missing.isEmpty() ? new Availability(true, "here", "") : new Availability(false, missing, "add it");
        }

        @Override
        public Speed speed(Workload work) {
            return speed;
        }

        @Override
        public Set<Precision> precisions(Device device) {
            return device.equals(Device.CPU) ? offered : Set.of();
        }

        @Override
        public CompiledNetwork compile(Network network, TensorSource weights, CompileSpec spec) {
            throw new UnsupportedOperationException(name);
        }
    }

    @Test
    void takesTheLeastTimeForAFewPicturesAndTellsOfTheOthers() {
        EngineChoice choice = EngineChoice.among(List.of(ABSENT, SLOW_START, UNMEASURED, QUICK_START), FLOAT);
        assertEquals("small", choice.backend().name());
        assertEquals(
                "chosen: start 0.0 s and 0.20 s a picture on the reference machine;"
                        + " large: start 3.0 s and 0.010 s a picture on the reference machine;"
                        + " new: speed unknown; absent: no library",
                choice.reason());
    }

    @Test
    void anEngineWithoutThePrecisionIsLeftOutThoughItIsFaster() {
        Workload half = new Workload(Device.CPU, Precision.FP16, 25);
        EngineChoice choice = EngineChoice.among(List.of(QUICK_START, UNMEASURED), half);
        assertEquals("new", choice.backend().name());
        assertTrue(choice.reason().endsWith("small: not on cpu in FP16"), choice.reason());
    }

    @Test
    void withoutAnyTheReasonsOfAllAreGiven() {
        Workload far = new Workload(new Device(Device.Kind.CUDA, 0), Precision.FP32, 25);
        BackendException e =
                assertThrows(BackendException.class, () -> EngineChoice.among(List.of(QUICK_START, UNMEASURED), far));
        assertEquals(
                "small: not on cuda:0 in FP32; new: not on cuda:0 in FP32",
                e.problem().found());
        BackendException none = assertThrows(BackendException.class, () -> EngineChoice.among(List.of(ABSENT), FLOAT));
        assertEquals("absent: no library", none.problem().found());
    }
}
