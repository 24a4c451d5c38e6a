package dev.osediff.cuda.emulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel compiles to machine code of every generation from sm_75 on, without spilling registers. */
class KernelCompileTest {
    private static final long MOST_SECONDS = 600;

    @TempDir
    Path folder;

    @Test
    void everyKernelCompilesForEveryGeneration() throws Exception {
        NeedsProgram.check("nvcc", "the kernels are not compiled for sm_75, 80, 86, 89 and 90");
        List<String> sources = KernelSources.all();
        assertTrue(sources.size() >= 4, sources.toString());
        for (String source : sources) {
            List<String> command = new ArrayList<>(List.of("nvcc", "-fatbin", "-Xptxas", "-v"));
            for (int generation : new int[] {75, 80, 86, 89, 90}) {
                command.add("-gencode=arch=compute_" + generation + ",code=sm_" + generation);
            }
            command.addAll(List.of("-o", folder.resolve("kernels.fatbin").toString(), source));
            EmulatedDevice.Commands.Result result = EmulatedDevice.Commands.run(command, MOST_SECONDS);
            assertEquals(0, result.code(), source + "\n" + result.output());
            String output = result.output();
            assertTrue(output.contains("0 bytes spill stores"), output);
            assertFalse(output.matches("(?s).*[1-9]\\d* bytes spill.*"), output);
            assertFalse(output.contains("warning"), output);
        }
    }
}
