package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointBytesTest {
    private static final int SIZE = 1_000_003;

    @TempDir
    Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("bytes"), content);
    }

    private static byte[] noise() {
        byte[] noise = new byte[SIZE];
        new Random(3).nextBytes(noise);
        return noise;
    }

    /** Windows far shorter than a piece, so that pieces and elements lie across their borders. */
    @ParameterizedTest
    @ValueSource(ints = {10, 16, 18, 30})
    void bytesAreTheSameThroughWindowsOfAnySize(int windowShift) throws IOException {
        byte[] noise = noise();
        try (CheckpointBytes bytes = CheckpointFiles.map(file(noise), windowShift)) {
            assertEquals(SIZE, bytes.size());
            assertArrayEquals(noise, bytes.copy(0, SIZE));
            float[] mapped = new float[SIZE / 2 - 1];
            float[] inMemory = new float[SIZE / 2 - 1];
            CheckpointBytes array = CheckpointBytes.of(noise, "array");
            for (CheckpointBytes source : new CheckpointBytes[] {bytes, array}) {
                ElementRun run = new ElementRun(source, 1, DataType.I16, ByteOrder.LITTLE_ENDIAN);
                run.read(0, source == array ? inMemory : mapped, 0, mapped.length);
            }
            assertArrayEquals(inMemory, mapped);
            assertEquals(ZipContent.crc(array, 7, SIZE - 9), ZipContent.crc(bytes, 7, SIZE - 9));
        }
    }

    @Test
    void aLargeFileIsReadPieceByPieceCutWithATypedErrorAndLetGo() throws IOException {
        byte[] noise = noise();
        Path path = file(noise);
        CheckpointBytes bytes = CheckpointFiles.read(path);
        Thread.currentThread().interrupt();
        assertArrayEquals(noise, bytes.copy(0, SIZE), "an interrupt does no harm");
        assertTrue(Thread.interrupted());
        assertEquals(CheckpointBytes.of(noise, "array").sha256(), bytes.sha256());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(5000);
        }
        ModelException cut = assertThrows(ModelException.class, () -> bytes.copy(0, SIZE));
        assertTrue(cut.getMessage().contains("the file ended at byte 5000"), cut.getMessage());
        bytes.close();
        CheckpointBytes other = CheckpointFiles.read(file(noise));
        other.close();
        other.close();
        assertThrows(ClosedException.class, () -> other.copy(0, 10));
    }

    @Test
    void anInterruptedThreadOpensAndStaysInterrupted() throws IOException {
        Path path = file(noise());
        Thread.currentThread().interrupt();
        try (CheckpointBytes bytes = CheckpointFiles.open(path, "file")) {
            assertTrue(Thread.interrupted(), "the interrupt was swallowed");
            assertEquals(SIZE, bytes.size());
        } finally {
            Thread.interrupted();
        }
    }

    /** Pages that are gone raise an error of the JVM, which must not reach the caller as such. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5000, SIZE - 1})
    void aFileThatIsCutWhileMappedIsRefused(int left) throws IOException {
        Path path = file(noise());
        try (CheckpointBytes bytes = CheckpointFiles.open(path, "file")) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(left);
            }
            for (int i = 0; i < 50; i++) {
                ModelException refused = assertThrows(ModelException.class, () -> bytes.copy(0, SIZE));
                assertEquals("reading " + path, refused.problem().asked());
                assertEquals("the file ended at byte " + left, refused.problem().found());
                assertTrue(refused.problem().limit().startsWith(SIZE + " bytes"), refused.getMessage());
            }
        }
    }

    /** The cut falls between the check before and the access, as often as the access needs to be compiled. */
    @ParameterizedTest
    @ValueSource(strings = {"piece by piece", "element by element"})
    void aFileThatIsCutInTheMiddleOfReadingIsRefused(String how) throws IOException {
        for (int i = 0; i < 300; i++) {
            Path path = file(new byte[1 << 16]);
            try (CheckpointBytes bytes = CheckpointFiles.open(path, "file")) {
                ElementRun run = new ElementRun(bytes, 0, DataType.F32, ByteOrder.LITTLE_ENDIAN);
                float[] values = new float[1 << 14];
                int step = how.startsWith("piece") ? values.length : 1;
                ModelException refused = assertThrows(
                        ModelException.class,
                        () -> bytes.read(() -> {
                            cut(path);
                            for (int at = 0; at < values.length; at += 50 * step) {
                                run.read(at, values, at, step);
                            }
                            return values;
                        }));
                assertEquals("the file ended at byte 4096", refused.problem().found());
            }
        }
    }

    private static void cut(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsReplacedOrDeletedStaysAsItWas() throws IOException {
        byte[] noise = noise();
        Path path = file(noise);
        try (CheckpointBytes bytes = CheckpointFiles.open(path, "file")) {
            Path other = Files.write(folder.resolve("other"), new byte[5]);
            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
            assertArrayEquals(noise, bytes.copy(0, SIZE));
            Files.delete(path);
            assertArrayEquals(noise, bytes.copy(0, SIZE));
        }
    }

    @Test
    void emptyFilesAndClosedOnesHaveNoBytes() throws IOException {
        CheckpointBytes empty = CheckpointFiles.open(file(new byte[0]), "file");
        assertEquals(0, empty.size());
        assertEquals(0, empty.copy(0, 0).length);
        empty.close();
        CheckpointBytes bytes = CheckpointFiles.open(file(noise()), "file");
        bytes.close();
        ClosedException refused = assertThrows(ClosedException.class, () -> bytes.copy(0, 1));
        assertTrue(refused.getMessage().contains("bytes"), refused.getMessage());
        assertEquals(SIZE, bytes.size());
    }
}
