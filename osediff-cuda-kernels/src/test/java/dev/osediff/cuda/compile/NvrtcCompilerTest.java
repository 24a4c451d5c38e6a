package dev.osediff.cuda.compile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.cuda.kernel.AttentionTile;
import dev.osediff.cuda.kernel.ElementType;
import dev.osediff.error.BackendException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sources in the jar, and their compilation where the run-time compiler is. */
class NvrtcCompilerTest {
    private static void needCompiler(boolean there) {
        boolean found = NvrtcCompiler.availability().available();
        if (there && !found) {
            System.out.println(
                    "SKIPPED: the kernels are not compiled at run time, because libnvrtc, libcudart or libcuda is missing");
        }
        Assumptions.assumeTrue(found == there, "libnvrtc is " + (found ? "here" : "not here"));
    }

    @ParameterizedTest
    @EnumSource(KernelSource.class)
    void aSourceNeedsNoOtherFile(KernelSource source) {
        assertTrue(source.text().contains("OSEDIFF_KERNEL("));
        assertTrue(source.text().contains("struct BFloat"));
        assertFalse(source.text().contains("#include \"common.cuh\""));
    }

    @Test
    void withoutCompilerTheReasonAndTheRemedyAreTold() {
        needCompiler(false);
        BackendException e = assertThrows(BackendException.class, () -> NvrtcCompiler.compile(KernelSource.NORM, 75));
        assertTrue(e.getMessage().contains("does not load"), e.getMessage());
        assertTrue(e.getMessage().contains("libnvrtc"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(KernelSource.class)
    void everySourceCompilesForEveryGeneration(KernelSource source) {
        needCompiler(true);
        for (int capability : new int[] {75, 80, 86, 89, 90}) {
            String ptx = NvrtcCompiler.compile(source, capability);
            assertTrue(ptx.contains(".target sm_" + capability), ptx.substring(0, Math.min(400, ptx.length())));
        }
    }

    @Test
    void theKernelsHaveTheNamesThatThePlansAskFor() {
        needCompiler(true);
        String ptx = NvrtcCompiler.compile(KernelSource.ATTENTION, 75);
        for (AttentionTile tile : AttentionTile.values()) {
            for (ElementType type : ElementType.values()) {
                assertTrue(ptx.contains(".entry " + tile.kernel(type) + "("), tile.kernel(type));
            }
        }
    }

    @Test
    void aRefusalCarriesWhatTheCompilerSays() {
        needCompiler(true);
        BackendException e = assertThrows(BackendException.class, () -> NvrtcCompiler.compile(KernelSource.NORM, 11));
        assertTrue(e.getMessage().contains("norm.cu"), e.getMessage());
    }
}
