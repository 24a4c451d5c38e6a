package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.osediff.error.ClosedException;
import dev.osediff.error.ModelException;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsLifeCycleTest {
    private static final int TENSORS = 16;
    private static final int ELEMENTS = 100_000;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void writeFile() {
        path = folder.resolve("weights.safetensors");
        Map<String, Tensor> tensors = new TreeMap<>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put("t" + i, Tensor.of(values(i), ELEMENTS));
        }
        SafeTensorsWriter.write(path, tensors, DataType.F32);
    }

    private static float[] values(int tensor) {
        float[] values = new float[ELEMENTS];
        for (int i = 0; i < ELEMENTS; i++) {
            values[i] = tensor * 1000f + i;
        }
        return values;
    }

    private static void loadAll(SafeTensorsFile file) {
        for (int i = 0; i < TENSORS; i++) {
            assertArrayEquals(values(i), file.load("t" + i).data());
        }
    }

    @Test
    void manyThreadsReadOneFile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                loads.add(threads.submit(() -> loadAll(file)));
            }
            for (Future<?> load : loads) {
                load.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadReadsOnAndDoesNotBreakTheFileForOthers() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            boolean wasInterrupted = threads.submit(() -> {
                        Thread.currentThread().interrupt();
                        loadAll(file);
                        return Thread.interrupted();
                    })
                    .get();
            assertTrue(wasInterrupted, "the interrupt was swallowed");
            loadAll(file);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void useAfterCloseIsRefusedWithTheFileAndTheTensor() throws IOException {
        for (SafeTensorsFile file :
                List.of(SafeTensorsFile.open(path), SafeTensorsFile.of(Files.readAllBytes(path), path.toString()))) {
            file.close();
            file.close();
            ClosedException refused = assertThrows(ClosedException.class, () -> file.load("t3"));
            assertTrue(refused.getMessage().contains("t3 of " + path), refused.getMessage());
            assertEquals(TENSORS, file.names().size());
            assertArrayEquals(new int[] {ELEMENTS}, file.shape("t3"));
        }
    }

    @Test
    void closingWhileOthersReadGivesThemWholeTensorsOrATypedError() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                SafeTensorsFile file = SafeTensorsFile.open(path);
                List<Future<?>> loads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    loads.add(threads.submit(() -> loadUntilClosed(file)));
                }
                file.close();
                for (Future<?> load : loads) {
                    load.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void loadUntilClosed(SafeTensorsFile file) {
        try {
            loadAll(file);
        } catch (ClosedException e) {
            assertThrows(ClosedException.class, () -> file.load("t0"));
        }
    }

    @Test
    void aFileCutWhileOpenIsRefusedWithItsPath() throws IOException {
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 1);
            }
            ModelException refused = assertThrows(ModelException.class, () -> {
                for (String name : file.names()) {
                    file.load(name);
                }
            });
            assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
            assertTrue(refused.getMessage().contains("the file ended at byte"), refused.getMessage());
        }
    }

    @Test
    void neitherOpenedNorRefusedFilesStayOpen() throws IOException {
        assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
                "open files are counted on Unix only");
        Path damaged = folder.resolve("damaged.safetensors");
        Files.write(damaged, SafeTensorsBytes.file("{\"a\":1}", 0));
        long before = openFiles();
        for (int i = 0; i < 300; i++) {
            SafeTensorsFile.open(path).close();
            assertThrows(ModelException.class, () -> SafeTensorsFile.open(damaged));
        }
        assertTrue(openFiles() - before < 100, () -> "open files grew from " + before);
        Files.delete(path);
        Files.delete(damaged);
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        Path missing = folder.resolve("absent.safetensors");
        ModelException none = assertThrows(ModelException.class, () -> SafeTensorsFile.open(missing));
        assertTrue(none.problem().asked().contains(missing.toString()), none.getMessage());
        assertEquals("no such file", none.problem().found());
        ModelException directory = assertThrows(ModelException.class, () -> SafeTensorsFile.open(folder));
        assertTrue(directory.problem().asked().contains(folder.toString()), directory.getMessage());
        assertEquals("a folder", directory.problem().found());
    }

    @Test
    void aMissingTensorIsAModelErrorForNetworksAndAProgrammingErrorForDirectCallers() {
        try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
            assertThrows(IllegalArgumentException.class, () -> file.load("absent"));
            CheckpointWeights<Tensor> weights = new CheckpointWeights<>(file, tensor -> tensor);
            ModelException absent = assertThrows(ModelException.class, () -> weights.fetch("absent", 2, 3));
            assertTrue(absent.getMessage().contains("absent of " + path), absent.getMessage());
            assertTrue(absent.problem().limit().contains("[2, 3]"), absent.getMessage());
            ModelException shape = assertThrows(ModelException.class, () -> weights.fetch("t0", 2, 3));
            assertTrue(shape.problem().found().contains("[" + ELEMENTS + "]"), shape.getMessage());
            assertArrayEquals(values(0), weights.fetch("t0", ELEMENTS).data());
            assertEquals(TENSORS - 1, weights.unusedNames().size());
        }
    }
}
