package dev.osediff.ort.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.backend.Cancellation;
import dev.osediff.backend.CompileCache;
import dev.osediff.backend.CompileSpec;
import dev.osediff.backend.CompiledNetwork;
import dev.osediff.backend.Device;
import dev.osediff.backend.Precision;
import dev.osediff.error.ModelException;
import dev.osediff.network.RandomWeights;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.TinyNetworks.Tiny;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphs from a cache: equal results, weights that are not read again, and damage that is found. */
class GraphCacheTest {
    @TempDir
    private Path folder;

    private final Tiny tiny = TinyNetworks.smallUNet();
    private final Counted weights = new Counted(new RandomWeights(tiny.network(), 3));

    /** Counts reads. */
    private record Counted(TensorSource source, AtomicInteger loads) implements TensorSource {
        Counted(TensorSource source) {
            this(source, new AtomicInteger());
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
            loads.incrementAndGet();
            return source.load(name);
        }

        @Override
        public String origin() {
            return source.origin();
        }
    }

    private CompileSpec spec(String key) {
        return new CompileSpec(Device.CPU, Precision.FP32, 2).withCache(new CompileCache(folder, key));
    }

    private float[] run(String key) {
        try (CompiledNetwork network = new OrtBackend().compile(tiny.network(), weights, spec(key))) {
            return network.run(tiny.inputs(1), Cancellation.NONE).data();
        }
    }

    private List<Path> entries() throws IOException {
        return Folders.files(folder);
    }

    @ParameterizedTest
    @MethodSource("dev.osediff.network.TinyNetworks#all")
    void everyNetworkComesBack(Tiny each) throws IOException {
        RandomWeights source = new RandomWeights(each.network(), 3);
        float[][] results = new float[2][];
        for (int i = 0; i < 2; i++) {
            try (CompiledNetwork network = new OrtBackend().compile(each.network(), source, spec("k"))) {
                results[i] = network.run(each.inputs(1), Cancellation.NONE).data();
            }
        }
        assertArrayEquals(results[0], results[1]);
        assertEquals(1, entries().size());
    }

    @Test
    void aSecondStartReadsNoWeights() throws IOException {
        float[] first = run("k");
        int loads = weights.loads().get();
        assertTrue(loads > 0);
        assertArrayEquals(first, run("k"));
        assertEquals(loads, weights.loads().get());
        assertEquals(1, entries().size(), "drafts and parts are removed");
    }

    @Test
    void anotherKeyIsAnotherEntry() throws IOException {
        run("k");
        run("other");
        assertEquals(2, entries().size());
    }

    @Test
    void shapesAreCheckedAllTheSame() {
        run("k");
        Tiny other = TinyNetworks.all()
                .filter(t -> t.toString().equals("AutoencoderKL.decoder"))
                .findFirst()
                .orElseThrow();
        assertThrows(ModelException.class, () -> new OrtBackend().compile(other.network(), weights, spec("k")));
    }

    /** Ways in which an entry may be spoilt. */
    enum Damage {
        /** One byte of the graph is another. */
        GRAPH(GraphCache.MODEL) {
            @Override
            byte[] of(byte[] content) {
                content[content.length / 2] ^= 1;
                return content;
            }
        },
        /** One byte of the weights is another. */
        WEIGHTS(GraphCache.DATA) {
            @Override
            byte[] of(byte[] content) {
                content[content.length / 2] ^= 64;
                return content;
            }
        },
        /** The weights end early. */
        SHORT(GraphCache.DATA) {
            @Override
            byte[] of(byte[] content) {
                return java.util.Arrays.copyOf(content, content.length / 2);
            }
        },
        /** Another version of this library made it. */
        VERSION("stamp") {
            @Override
            byte[] of(byte[] content) {
                content[0] ^= 1;
                return content;
            }
        },
        /** The stamp is gone. */
        STAMP("stamp") {
            @Override
            byte[] of(byte[] content) {
                return new byte[0];
            }
        };

        private final String file;

        Damage(String file) {
            this.file = file;
        }

        abstract byte[] of(byte[] content);
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void whatIsDamagedIsMadeAnew(Damage damage) throws IOException {
        float[] first = run("k");
        int loads = weights.loads().get();
        Path file = entries().get(0).resolve(damage.file);
        byte[] sound = Files.readAllBytes(file);
        Files.write(file, damage.of(sound.clone()));
        assertArrayEquals(first, run("k"));
        assertTrue(weights.loads().get() > loads, "weights are read again");
        assertEquals(1, entries().size());
        assertTrue(FolderStamp.fault(entries().get(0)).isEmpty());
        int again = weights.loads().get();
        assertArrayEquals(first, run("k"));
        assertEquals(again, weights.loads().get());
    }

    @Test
    void anEntryThatTheEngineRefusesIsMadeAnew() throws IOException {
        float[] first = run("k");
        Path entry = entries().get(0);
        Files.write(entry.resolve(GraphCache.MODEL), new byte[] {1, 2, 3});
        FolderStamp.write(entry);
        assertArrayEquals(first, run("k"));
        assertTrue(Files.size(entry.resolve(GraphCache.MODEL)) > 3);
    }
}
