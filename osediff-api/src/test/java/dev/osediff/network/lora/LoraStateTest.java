package dev.osediff.network.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.TinyNetworks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoraStateTest {
    private static final String FACTOR = "conv_in.lora_B.default_encoder.weight";

    private final LoraPlan plan = LoraPlan.of(TinyNetworks.smallUNet().network(), OsediffTargets.generator(2));
    private final Map<String, Tensor> values = new LinkedHashMap<>();

    LoraStateTest() {
        plan.shapes().forEach((name, shape) -> values.put(name, OpsCases.random(name.hashCode(), shape)));
    }

    private void refused(String... fragments) {
        for (ModelException e : new ModelException[] {
            assertThrows(ModelException.class, () -> LoraState.of(plan, values)),
            assertThrows(ModelException.class, () -> LoraState.read(plan, new MapTensors(values)))
        }) {
            for (String fragment : fragments) {
                assertTrue(e.getMessage().contains(fragment), e.getMessage());
            }
        }
    }

    @Test
    void everyValueIsRead() {
        LoraState state = LoraState.read(plan, new MapTensors(values));
        assertEquals(plan.shapes().keySet(), state.names());
        state.names()
                .forEach(name -> assertArrayEquals(
                        values.get(name).data(), state.load(name).data(), name));
        state.load(FACTOR).data()[0] = 99;
        assertEquals(values.get(FACTOR).data()[0], state.tensors().get(FACTOR).data()[0], "reading gives copies");
    }

    @Test
    void missingTensorsAreNamed() {
        values.remove(FACTOR);
        refused(FACTOR, "no such tensor", "[6, 2, 1, 1]");
    }

    @Test
    void otherShapesAreNamed() {
        values.put(FACTOR, Tensor.zeros(6, 4, 1, 1));
        refused(FACTOR, "[6, 4, 1, 1]", "limit: [6, 2, 1, 1]");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        values.get(FACTOR).data()[3] = Float.NaN;
        refused(FACTOR, "the value NaN", "finite");
    }

    @Test
    void whatThePlanHasNoPlaceForIsNotSilentlyDropped() {
        values.put("conv_in.lora_A.other.weight", Tensor.zeros(2, 5, 3, 3));
        ModelException e = assertThrows(ModelException.class, () -> LoraState.read(plan, new MapTensors(values)));
        assertTrue(e.getMessage().contains("conv_in.lora_A.other.weight"), e.getMessage());
    }
}
