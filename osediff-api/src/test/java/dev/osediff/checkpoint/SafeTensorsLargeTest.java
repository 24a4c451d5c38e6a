package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than one mapping. */
class SafeTensorsLargeTest {
    @TempDir
    Path folder;

    /** A sparse file of 3 GiB: the second tensor begins behind what one mapping holds, the first is too large to load. */
    @Test
    void tensorsBehindTwoGigabytesAreReadAndLargerOnesRefused() throws IOException {
        Path path = folder.resolve("large.safetensors");
        String header = "{" + SafeTensorsBytes.tensor("a", "U8", "3,1073741824", "0,3221225472") + ","
                + SafeTensorsBytes.tensor("b", "F32", "2", "3221225472,3221225480") + "}";
        byte[] start = SafeTensorsBytes.file(header, 0);
        Files.write(path, start);
        try (SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            ByteBuffer values = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            values.putFloat(1.5f).putFloat(-2).flip();
            channel.position(start.length + 3221225472L).write(values);
        }
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertArrayEquals(new float[] {1.5f, -2}, file.load("b").data());
            ModelException refused = assertThrows(ModelException.class, () -> file.load("a"));
            assertEquals("tensor a of " + path, refused.problem().asked());
            assertEquals("3221225472 elements", refused.problem().found());
            assertEquals("at most 2147483639", refused.problem().limit());
        }
    }
}
