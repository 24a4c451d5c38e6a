package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.model.ram.ReadSizes;
import dev.osediff.network.CheckpointWeights;
import dev.osediff.network.NaiveOps;
import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.Weights;
import dev.osediff.network.ram.NaiveRam;
import dev.osediff.network.ram.RamConfig;
import dev.osediff.network.ram.RamTagger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RamImportTest {
    private static final NaiveOps OPS = new NaiveOps();

    @TempDir
    Path folder;

    private static RamImport.Imported run(RandomRam files, Path out) {
        return RamImport.run(files.sources(), out, ModelImport.WeightType.FP32);
    }

    @Test
    void adaptersAreMergedAsTheyAreDefined() {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        RamImport.Imported imported = run(files, folder.resolve("out"));
        assertEquals("ram_swin_large_14m with DAPE", imported.name());
        assertEquals(RandomRam.TINY, imported.config());
        assertEquals(4 + 4, imported.adapted());
        assertEquals(1, imported.unusedAdapters());
        assertEquals(5, imported.unusedTensors());
        TensorSource expected = new MergedDape(files.weights(), files.dape());
        String changed = "visual_encoder.layers.1.blocks.1.attn.qkv.weight";
        assertTrue(Arrays.mismatch(
                        files.weights().load(changed).data(),
                        expected.load(changed).data())
                == 0);
        try (SafeTensorsFile written = SafeTensorsFile.open(folder.resolve("out/model.safetensors"))) {
            assertEquals(
                    expected.names().stream().sorted().toList(),
                    written.names().stream().sorted().toList());
            long parameters = 0;
            for (String name : written.names()) {
                assertArrayEquals(expected.load(name).data(), written.load(name).data(), 1e-6f, name);
                parameters += written.load(name).data().length;
            }
            assertEquals(parameters, imported.parameters());
        }
    }

    @Test
    void theFolderComputesWhatTheDefinitionDoes() {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        run(files, folder.resolve("out"));
        Tensor picture = OpsCases.random(5, 1, 3, 24, 24);
        double[] expected = new NaiveRam(RandomRam.TINY, new MergedDape(files.weights(), files.dape())).logits(picture);
        double[] plain = new NaiveRam(RandomRam.TINY, files.weights()).logits(picture);
        try (RamModel model = RamModel.open(folder.resolve("out"))) {
            TensorSource weights = model.weights(KnownDigests.NONE);
            Tensor found = model.network()
                    .forward(OPS, Weights.of(new CheckpointWeights<>(weights, OPS::constant)), List.of(picture));
            double difference = 0;
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found.data()[i], 1e-4, "label " + i);
                difference = Math.max(difference, Math.abs(expected[i] - plain[i]));
            }
            assertTrue(difference > 0.01, "adapters change the logits by " + difference);
            assertEquals("tag 8", model.tags().tags().get(8));
            assertEquals(files.threshold(5), model.tags().thresholds().get(5));
        }
    }

    @Test
    void theSizesOfTheReleaseAreToldByItsShapes() {
        RamTagger network = new RamTagger(RamConfig.SWIN_LARGE);
        TensorSource weights = new RandomRam(RamConfig.SWIN_LARGE, folder).weights();
        long parameters = 0;
        for (String name : weights.names()) {
            parameters += Tensor.elements(weights.shape(name));
        }
        assertEquals(212_117_045, parameters);
        PartCheck.require(new StableDiffusionModel.Part("RAM tagger", List.of(network), weights));
        assertEquals(RamConfig.SWIN_LARGE, ReadSizes.of(weights));
    }

    @Test
    void aFlatFileOfTodaysNamesAndRamAloneAreTaken() throws IOException {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        Map<String, Tensor> flat = new TreeMap<>();
        files.weights().names().forEach(name -> flat.put(name, files.weights().load(name)));
        flat.put("visual_encoder.layers.0.blocks.1.attn_mask", Tensor.zeros(16, 9, 9));
        String unused = "tag_encoder.encoder.layer.0.attention.self.query.weight";
        flat.put(unused, Tensor.zeros(8, 8));
        TorchWriter.write(files.ram(), flat, DataType.F32);
        run(files, folder.resolve("with"));
        RamImport.Sources alone =
                new RamImport.Sources(files.ram(), Optional.empty(), files.tags(), files.thresholds());
        RamImport.Imported imported = RamImport.run(alone, folder.resolve("alone"), ModelImport.WeightType.FP32);
        assertEquals("ram_swin_large_14m", imported.name());
        assertEquals(0, imported.adapted());
        try (RamModel with = RamModel.open(folder.resolve("with"));
                RamModel without = RamModel.open(folder.resolve("alone"))) {
            assertNotEquals(with.identity(), without.identity());
        }
        assertEquals(files.thresholds(), RamImport.Sources.thresholdsBeside(files.tags()));
    }

    @Test
    void equalFilesGiveEqualFolders() throws IOException {
        RandomRam files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
        run(files, folder.resolve("a"));
        run(files, folder.resolve("b"));
        try (Stream<Path> all = Files.list(folder.resolve("a"))) {
            List<Path> names = all.map(Path::getFileName).sorted().toList();
            assertEquals("[manifest.json, model.safetensors, tags.txt, thresholds.txt]", names.toString());
            for (Path name : names) {
                assertEquals(
                        -1,
                        Files.mismatch(
                                folder.resolve("a").resolve(name),
                                folder.resolve("b").resolve(name)),
                        name.toString());
            }
        }
    }
}
