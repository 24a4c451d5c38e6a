package dev.osediff.djl.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives in a cache: read again when whole, made anew when damaged or another's. */
class KeptArchiveTest {
    private final Tiny tiny = TinyNetworks.smallUNet();
    private final CountedWeights weights = new CountedWeights(new RandomWeights(tiny.network(), 3));

    @TempDir
    private Path folder;

    private float[] expected;
    private Path file;

    @BeforeEach
    void fill() throws IOException {
        expected = run("key", Precision.FP32);
        assertTrue(weights.loads > 0);
        weights.loads = 0;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all.toString());
            file = all.get(0);
        }
        assertTrue(file.getFileName().toString().startsWith("torchscript-key-"), file.toString());
    }

    @Test
    void aWholeArchiveIsReadInPlaceOfTheWeights() {
        assertArrayEquals(expected, run("key", Precision.FP32));
        assertEquals(0, weights.loads);
    }

    @Test
    void otherKeysAndPrecisionsHaveFilesOfTheirOwn() throws IOException {
        run("other", Precision.FP32);
        run("key", Precision.BF16);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
        assertTrue(weights.loads > 0);
    }

    @Test
    void aTruncatedArchiveIsMadeAnew() throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.setLength(content.length() / 2);
        }
        assertIsMadeAnew();
    }

    @Test
    void oneChangedByteOfATensorIsFound() throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.seek(content.length() / 2);
            int value = content.read();
            content.seek(content.length() / 2);
            content.write(value ^ 1);
        }
        assertIsMadeAnew();
    }

    @Test
    void whatIsNoArchiveIsMadeAnew() throws IOException {
        Files.writeString(file, "foreign");
        assertIsMadeAnew();
    }

    @Test
    void anEmptyFileIsMadeAnew() throws IOException {
        Files.write(file, new byte[0]);
        assertIsMadeAnew();
    }

    @Test
    void aSymbolicLinkIsReplacedAndItsTargetLeftAlone() throws IOException {
        Path target = Files.writeString(folder.resolveSibling("target-of-a-link"), "precious");
        Files.delete(file);
        Files.createSymbolicLink(file, target);
        assertIsMadeAnew();
        assertEquals("precious", Files.readString(target));
        assertTrue(Files.isRegularFile(file));
    }

    @Test
    void aFolderThatCannotBeMadeIsDoneWithout() throws IOException {
        Path blocked = Files.writeString(folder.resolve("a-file"), "");
        CompileCache cache = new CompileCache(blocked.resolve("cache"), "key");
        assertArrayEquals(expected, run(cache, Precision.FP32));
        assertTrue(weights.loads > 0);
    }

    private void assertIsMadeAnew() throws IOException {
        assertArrayEquals(expected, run("key", Precision.FP32));
        assertTrue(weights.loads > 0, "the weights were read again");
        weights.loads = 0;
        FileTime made = Files.getLastModifiedTime(file);
        assertArrayEquals(expected, run("key", Precision.FP32));
        assertEquals(0, weights.loads, "the new archive is whole");
        assertEquals(made, Files.getLastModifiedTime(file));
    }

    private float[] run(String key, Precision precision) {
        return run(new CompileCache(folder, key), precision);
    }

    private float[] run(CompileCache cache, Precision precision) {
        CompileSpec spec = new CompileSpec(Device.CPU, precision, 2).withCache(cache);
        try (CompiledNetwork compiled = new TorchScriptBackend().compile(tiny.network(), weights, spec)) {
            return compiled.run(tiny.inputs(1), Cancellation.NONE).data();
        }
    }

    /** Counts what is read. */
    private static final class CountedWeights implements TensorSource {
        private final TensorSource source;
        private int loads;

        CountedWeights(TensorSource source) {
            this.source = source;
        }

        @Override
        public Set<String> names() {
            return source.names();
        }

        @Override
        public int[] shape(String name) {
            return source.shape(name);
        }

        @Override
        public Tensor load(String name) {
            loads++;
            return source.load(name);
        }

        @Override
        public String origin() {
            return source.origin();
        }
    }
}
