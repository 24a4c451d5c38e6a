package dev.osediff.quantise;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Backend;
import dev.osediff.backend.Backends;
import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.BackendException;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import dev.osediff.network.quantised.LayerRecorder;
import dev.osediff.network.quantised.LevelChoice;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisitingBackendTest {
    private static final CompileSpec SPEC = new CompileSpec(Device.CPU, Precision.FP32, 1);

    @Test
    void everyQuestionIsAnsweredByTheEngine() {
        for (Method method : Backend.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertDoesNotThrow(
                        () -> VisitingBackend.class.getDeclaredMethod(method.getName(), method.getParameterTypes()),
                        method::toString);
            }
        }
    }

    @Test
    void visitorsSeeTheLayersOfTheirNetworkWhileTheyAreSet() {
        Tiny tiny = TinyNetworks.smallUNet();
        VisitingBackend backend = new VisitingBackend(Backends.byName("java"));
        try (CompiledNetwork network = backend.compile(tiny.network(), new RandomWeights(tiny.network(), 3), SPEC)) {
            String name = tiny.network().name();
            LayerRecorder recorder = new LayerRecorder();
            backend.visit(Map.of(name, recorder));
            network.run(tiny.inputs(1), Cancellation.NONE);
            assertEquals(
                    backend.layers().get(name).keys(),
                    recorder.levels(LevelChoice.WHOLE_RANGE).keySet());
            Map<String, ?> before = recorder.levels(LevelChoice.WHOLE_RANGE);
            backend.visit(Map.of());
            network.run(tiny.inputs(2), Cancellation.NONE);
            assertEquals(before, recorder.levels(LevelChoice.WHOLE_RANGE), "it is not asked any more");
        }
    }

    @Test
    void tilesInLockstepAreRefusedByName() {
        Tiny tiny = TinyNetworks.all()
                .filter(each -> each.network().inputNames().size() == 1)
                .findFirst()
                .orElseThrow();
        VisitingBackend backend = new VisitingBackend(Backends.byName("java"));
        try (CompiledNetwork network = backend.compile(tiny.network(), new RandomWeights(tiny.network(), 3), SPEC)) {
            BackendException e = assertThrows(BackendException.class, () -> network.runTiles(null, Cancellation.NONE));
            assertTrue(e.getMessage().contains("JAVA_OPTS"), e.getMessage());
        }
    }
}
