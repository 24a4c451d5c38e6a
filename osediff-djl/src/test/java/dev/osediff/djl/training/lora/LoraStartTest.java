package dev.osediff.djl.training.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.RandomWeights;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.lora.LoraModule;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraState;
import dev.osediff.network.lora.OsediffTargets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoraStartTest {
    private final LoraPlan plan = LoraPlan.of(TinyNetworks.smallUNet().network(), OsediffTargets.generator(4));
    private final RandomWeights base =
            new RandomWeights(TinyNetworks.smallUNet().network(), 1);

    @ParameterizedTest
    @EnumSource
    void aHasItsDeviationAndBIsZero(LoraStart start) {
        LoraState state = start.values(plan, base, 3);
        double relative = 0;
        long count = 0;
        for (LoraModule module : plan.modules()) {
            float[] a = state.load(module.nameA()).data();
            double bound = Math.sqrt(4.0 / a.length);
            double deviation = start == LoraStart.GAUSSIAN ? 0.25 : bound / Math.sqrt(3);
            for (float value : a) {
                assertTrue(start == LoraStart.GAUSSIAN || Math.abs(value) <= bound);
                relative += value * value / (deviation * deviation);
            }
            count += a.length;
            for (float value : state.load(module.nameB()).data()) {
                assertEquals(0, value);
            }
        }
        assertEquals(1, relative / count, 0.05);
        assertArrayEquals(
                base.load("conv_in.weight").data(),
                state.load("conv_in.base_layer.weight").data());
    }

    @ParameterizedTest
    @EnumSource
    void equalSeedsGiveEqualValues(LoraStart start) {
        String name = plan.modules().get(0).nameA();
        float[] values = start.values(plan, base, 3).load(name).data();
        assertArrayEquals(values, start.values(plan, base, 3).load(name).data());
        assertTrue(!Arrays.equals(values, start.values(plan, base, 4).load(name).data()));
    }
}
