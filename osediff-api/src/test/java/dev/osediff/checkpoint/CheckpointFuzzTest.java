package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of changed files, the same in every run: each is read whole or refused as a model, and nothing else happens. */
class CheckpointFuzzTest {
    private static final int MUTATIONS = 3000;
    private static final int[] EDGES = {0, 1, 0x7F, 0x80, 0xFE, 0xFF, '(', '.', 'R', ']', '}', '"', '0', '-'};

    private static void fuzz(byte[] seed, Consumer<byte[]> reader) {
        int[] outcomes = new int[2];
        Random random = new Random(20);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(seed, random);
            try {
                reader.accept(mutant);
                outcomes[0]++;
            } catch (ModelException e) {
                assertTrue(!e.problem().found().isEmpty(), e.getMessage());
                outcomes[1]++;
            } catch (Throwable e) {
                throw new AssertionError("mutation " + i, e);
            }
        }
        assertTrue(outcomes[1] > MUTATIONS / 4, Arrays.toString(outcomes));
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) EDGES[random.nextInt(EDGES.length)];
                case 2 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> {
                    int from = random.nextInt(mutant.length);
                    int length = Math.min(random.nextInt(16), mutant.length - Math.max(at, from));
                    System.arraycopy(mutant, from, mutant, at, length);
                }
                default -> mutant = Arrays.copyOf(mutant, Math.max(1, mutant.length - random.nextInt(4)));
            }
        }
        return mutant;
    }

    private static void loadAll(CheckpointTensors tensors) {
        tensors.names().forEach(tensors::load);
    }

    @Test
    void safeTensors() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafeTensorsWriter.write(out, Map.of("a", Tensor.zeros(2, 3), "b", Tensor.zeros(4)), DataType.F16);
        fuzz(out.toByteArray(), content -> loadAll(SafeTensorsFile.of(content, "mutant")));
    }

    @Test
    void shardIndices(@TempDir Path folder) {
        SafeTensorsWriter.write(folder.resolve("s"), Map.of("a", Tensor.zeros(1)), DataType.F32);
        Path index = folder.resolve("index.json");
        fuzz("{\"metadata\":{},\"weight_map\":{\"a\":\"s\"}}".getBytes(StandardCharsets.US_ASCII), content -> {
            write(index, content);
            try (ShardedSafeTensors sharded = ShardedSafeTensors.open(index)) {
                loadAll(sharded);
            }
        });
    }

    private static void write(Path path, byte[] content) {
        try {
            Files.write(path, content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol2.pkl", "protocol4.pkl", "flat.bin", "legacy.pkl"})
    void torchFiles(String name) {
        fuzz(TorchFixtureTest.bytes(name), CheckpointFuzzTest::readTorch);
    }

    /** The pickle alone, so that its CRC does not stop every change. */
    @ParameterizedTest
    @ValueSource(strings = {"protocol2.pkl", "protocol4.pkl"})
    void pickles(String name) {
        CheckpointBytes bytes = CheckpointBytes.of(TorchFixtureTest.bytes(name), name);
        byte[] pickle = new TorchArchive(bytes, Refusals.ofTorch(name)).pickle();
        fuzz(pickle, mutant -> {
            PickleInput in = new PickleInput(mutant, Refusals.ofTorch("mutant"));
            PickleReader.read(in, new TorchObjects(in));
        });
    }

    private static void readTorch(byte[] content) {
        try (TorchFile file = TorchFile.of(content, "mutant")) {
            file.keys().stream().filter(file::isTensors).forEach(key -> loadAll(file.tensors(key)));
        }
    }
}
