package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.SuperResolver;
import dev.osediff.model.RandomSmallModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many calls: {@code -Dosediff.soak.calls=10000}, 300 where nothing is said. A call makes about 10 MB of native arrays; keeping
 * a twentieth of them shows. Compiled code and allocator arenas take some 70 MB of the slack, after 300 calls as after 10,000.
 */
class DjlSoakTest {
    private static final int CALLS = Integer.getInteger("osediff.soak.calls", 300);
    private static final int WARM_UP = 200;
    private static final long SLACK_BYTES = 128L << 20;

    @Test
    void nativeMemoryStaysFlat(@TempDir Path folder) throws IOException {
        ResidentMemory.assumeReadable();
        RandomSmallModel.write(folder);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        try (SuperResolver resolver =
                SuperResolver.builder().model(folder).backend("djl").build()) {
            for (int i = 0; i < WARM_UP; i++) {
                resolver.upscale(image);
            }
            long before = ResidentMemory.anonymousBytesOutsideTheHeap();
            for (int i = 0; i < CALLS; i++) {
                resolver.upscale(image);
            }
            long grown = ResidentMemory.anonymousBytesOutsideTheHeap() - before;
            assertTrue(grown < SLACK_BYTES, CALLS + " calls kept " + grown + " bytes outside the heap");
        }
    }
}
