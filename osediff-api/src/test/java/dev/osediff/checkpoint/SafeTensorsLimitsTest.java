package dev.osediff.checkpoint;

import static dev.osediff.checkpoint.SafeTensorsBytes.file;
import static dev.osediff.checkpoint.SafeTensorsBytes.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers and numbers of tensors at their limits. */
class SafeTensorsLimitsTest {
    @TempDir
    Path folder;

    /** A sparse file of 300 MB that claims a header of 200 MB is refused before the header is read. */
    @Test
    void aHeaderOfMoreThan100MegabytesIsRefused() throws IOException {
        Path path = folder.resolve("huge.safetensors");
        Files.write(path, file(200_000_000, new byte[0], 0));
        try (SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.position(300_000_000).write(ByteBuffer.allocate(1));
        }
        ModelException refused = assertThrows(ModelException.class, () -> SafeTensorsFile.open(path));
        assertEquals("200000000", refused.problem().found());
        assertEquals("at most 100000000", refused.problem().limit());
    }

    @Test
    void moreTensorsThanTheLimitAreRefused() {
        assertRefused(manyTensors(65_537), "65537 tensors", "at most 65536");
        assertRefused(manyTensors(1_000_000), "not valid JSON", "JSON object");
        try (SafeTensorsFile file = SafeTensorsFile.of(file(manyTensors(65_536), 0), "most")) {
            assertEquals(65_536, file.names().size());
        }
    }

    private static void assertRefused(String header, String found, String limit) {
        byte[] content = file(header, 0);
        ModelException refused = assertThrows(ModelException.class, () -> SafeTensorsFile.of(content, "many"));
        assertTrue(refused.problem().asked().endsWith(" of many"), refused.getMessage());
        assertTrue(refused.problem().found().contains(found), refused.getMessage());
        assertTrue(refused.problem().limit().contains(limit), refused.getMessage());
    }

    private static String manyTensors(int count) {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            header.append(i == 0 ? "" : ",").append(tensor("t" + i, "U8", "0", "0,0"));
        }
        return header.append('}').toString();
    }
}
