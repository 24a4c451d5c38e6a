package dev.osediff.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.network.quantised.LayerQuantisation;
import dev.osediff.network.quantised.Quantisation;
import dev.osediff.network.quantised.QuantisationTable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompileSpecTest {
    private static final CompileSpec SPEC = new CompileSpec(Device.CPU, Precision.INT8, 2);

    @Test
    void aPartHasItsOwnKeyAndLayers() {
        QuantisationTable layers = new QuantisationTable(
                Map.of("conv.weight", new LayerQuantisation(new Quantisation(0.5f, 3), new Quantisation(1, 0))));
        CompileSpec cached = SPEC.withCache(new CompileCache(Path.of("there"), "abc"));
        CompileSpec part = cached.forPart("encode", layers);
        assertEquals(
                new CompileCache(Path.of("there"), "abc-encode"), part.cache().orElseThrow());
        assertEquals(layers, part.quantisation());
        assertTrue(SPEC.forPart("encode", layers).cache().isEmpty());
    }

    @Test
    void aKeyIsAFileName() {
        for (String key : new String[] {"", "../x", "a b", "a/b"}) {
            assertThrows(IllegalArgumentException.class, () -> new CompileCache(Path.of("there"), key), key);
        }
    }

    @Test
    void aRangeKeepsZeroExact() {
        assertEquals(new Quantisation(1f / 255, 0), Quantisation.ofRange(0.25f, 1));
        assertEquals(new Quantisation(1f / 255, 255), Quantisation.ofRange(-1, -0.5f));
        Quantisation mixed = Quantisation.ofRange(-0.3f, 1.7f);
        assertEquals(2f / 255, mixed.scale(), 1e-7f);
        assertEquals(38, mixed.zeroPoint());
        assertTrue(Quantisation.ofRange(0, 0).scale() > 0);
        assertThrows(IllegalArgumentException.class, () -> Quantisation.ofRange(0, Float.POSITIVE_INFINITY));
    }
}
