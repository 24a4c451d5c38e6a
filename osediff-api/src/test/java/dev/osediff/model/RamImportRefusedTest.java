package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a tagger that do not belong together, or are damaged. */
class RamImportRefusedTest {
    private static final String QKV = "visual_encoder.layers.0.blocks.1.attn.qkv";
    private static final String KEY = "tagging_head.encoder.layer.1.crossattention.self.key";

    @TempDir
    Path folder;

    private RandomRam files;

    @BeforeEach
    void write() {
        files = new RandomRam(RandomRam.TINY, folder.resolve("files")).write();
    }

    private void assertRefused(String... parts) {
        Path out = folder.resolve("out");
        ModelException e = assertThrows(
                ModelException.class, () -> RamImport.run(files.sources(), out, ModelImport.WeightType.FP32));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), part + " in: " + e.getMessage());
        }
        assertFalse(Files.exists(out), "nothing is written");
    }

    private void edit(Consumer<Map<String, Tensor>> ram, Consumer<Map<String, Tensor>> dape) {
        files.write(ram, dape);
    }

    @ParameterizedTest
    @CsvSource({"8", "10", "0"})
    void aTagListOfAnotherLength(int tags) throws IOException {
        Files.writeString(files.tags(), "a tag\n".repeat(tags));
        Files.writeString(files.thresholds(), "0.5\n".repeat(tags));
        assertRefused(tags + " tags", "9, one for each label of " + files.ram());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.01     | line 3",
                "-0.1     | line 3",
                "NaN      | line 3",
                "0x1p-1   | line 3",
                "0.5 0.6  | line 3",
                "half     | half",
                "1e-400000000000 | ''",
            })
    void aThresholdThatIsNone(String threshold, String part) throws IOException {
        Files.writeString(files.thresholds(), "0.5\n0.5\n" + threshold + "\n" + "0.5\n".repeat(6));
        if (part.isEmpty()) {
            assertEquals(
                    9,
                    RamImport.run(files.sources(), folder.resolve("out"), ModelImport.WeightType.FP32)
                            .config()
                            .labels());
        } else {
            assertRefused(part, "a number from 0 to 1", files.thresholds().toString());
        }
    }

    @Test
    void thresholdsThatAreMissing() throws IOException {
        Files.writeString(files.thresholds(), "0.5\n".repeat(8));
        assertRefused("8 lines", "9, one for each tag");
        Files.delete(files.thresholds());
        assertRefused("no such file", files.thresholds().toString());
        Files.createDirectory(files.thresholds());
        assertRefused("not a file");
    }

    @Test
    void aTagListThatIsNoText() throws IOException {
        Files.write(files.tags(), new byte[] {'a', (byte) 0xff, '\n'});
        assertRefused("no UTF-8");
        Files.writeString(files.tags(), "a\n\nb\n" + "c\n".repeat(6));
        assertRefused("line 2", "nothing");
        Files.writeString(files.tags(), "a\nb\u0007\n" + "c\n".repeat(7));
        assertRefused("line 2", "control characters");
        Files.write(files.tags(), new byte[17 << 20]);
        assertRefused("more than");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void adaptersOfAnotherRank(int rank) {
        edit(ram -> {}, dape -> {
            dape.put(QKV + ".lora_A", Tensor.zeros(2 * rank, 4));
            dape.put(QKV + ".lora_B", Tensor.zeros(8, rank));
        });
        assertRefused(QKV, "[" + 2 * rank + ", 4]", "[16, 4], of rank 8");
        edit(ram -> {}, dape -> {
            dape.put(KEY + ".lora_A", Tensor.zeros(rank, 6));
            dape.put(KEY + ".lora_B", Tensor.zeros(8, rank));
        });
        assertRefused(KEY, "[" + rank + ", 6]", "[8, 6], of rank 8");
    }

    @Test
    void adaptersOfAnotherShape() {
        edit(ram -> {}, dape -> dape.put(QKV + ".lora_B", Tensor.zeros(12, 8)));
        assertRefused(QKV + ".lora_B", "[12, 8]", "[8, 8]");
        edit(ram -> {}, dape -> dape.put(KEY + ".lora_A", Tensor.zeros(8, 6, 1)));
        assertRefused(KEY + ".lora_A", "[8, 6, 1]");
        edit(ram -> {}, dape -> dape.remove(KEY + ".lora_B"));
        assertRefused("no " + KEY + ".lora_B", "both factors");
    }

    @Test
    void adaptersWithoutAPlace() {
        edit(ram -> {}, dape -> {
            dape.put("visual_encoder.layers.7.mlp.lora_A", Tensor.zeros(8, 4));
            dape.put("visual_encoder.layers.7.mlp.lora_B", Tensor.zeros(4, 8));
        });
        assertRefused("visual_encoder.layers.7.mlp", "a matrix");
        edit(ram -> {}, dape -> dape.put("fc.weight", Tensor.zeros(1, 8)));
        assertRefused("fc.weight", "no adapter");
        edit(ram -> {}, Map::clear);
        assertRefused("no adapter", files.dape().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label_embed",
                "fc.bias",
                "image_proj.weight",
                "visual_encoder.patch_embed.proj.weight",
                "visual_encoder.layers.0.blocks.0.attn.relative_position_bias_table",
                "visual_encoder.layers.0.blocks.1.norm1.weight",
                "visual_encoder.layers.1.blocks.1.mlp.fc2.bias",
                "vision_multi.encoder.layer.0.intermediate.dense.weight",
            })
    void tensorsThatAreMissing(String name) {
        edit(ram -> assertTrue(ram.remove(name) != null), dape -> {});
        assertRefused(files.ram().toString());
    }

    @Test
    void tensorsOfAnotherShape() {
        edit(ram -> ram.put("label_embed", Tensor.zeros(9)), dape -> {});
        assertRefused("label_embed", "1 axes");
        edit(ram -> ram.put("fc.weight", Tensor.zeros(2, 8)), dape -> {});
        assertRefused("fc.weight", "[2, 8]", "[1, 8]");
        String table = "visual_encoder.layers.0.blocks.0.attn.relative_position_bias_table";
        edit(ram -> ram.put(table, Tensor.zeros(24, 2)), dape -> {});
        assertRefused(table, "24 rows", "square");
        edit(ram -> ram.put("tagging_head.encoder.layer.0.output.dense.bias", Tensor.zeros(8)), dape -> {});
        assertRefused("vision_multi.encoder.layer.0.output.dense.bias", "one name");
    }

    @Test
    void filesThatAreDamaged() throws IOException {
        byte[] ram = Files.readAllBytes(files.ram());
        for (int length : new int[] {0, 100, ram.length / 2, ram.length - 1}) {
            Files.write(files.ram(), Arrays.copyOf(ram, length));
            assertRefused(files.ram().toString());
        }
        Files.write(files.ram(), ram);
        byte[] dape = Files.readAllBytes(files.dape());
        Files.write(files.dape(), Arrays.copyOf(dape, dape.length / 2));
        assertRefused(files.dape().toString());
        Files.delete(files.dape());
        assertRefused(files.dape().toString(), "no such file");
        Files.write(files.dape(), ram);
        assertRefused(files.dape().toString());
    }

    @Test
    void aValueThatIsNoNumber() {
        edit(ram -> ram.get("visual_encoder.norm.weight").data()[3] = Float.NaN, dape -> {});
        Path out = folder.resolve("out");
        ModelException e = assertThrows(
                ModelException.class, () -> RamImport.run(files.sources(), out, ModelImport.WeightType.FP32));
        assertTrue(e.getMessage().contains("visual_encoder.norm.weight"), e.getMessage());
        assertFalse(Files.exists(out.resolve("manifest.json")));
    }
}
