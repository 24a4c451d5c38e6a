package dev.osediff.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.ModelException;
import dev.osediff.network.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionNamesTest {
    private static final String ENCODER = "encoder.mid_block.attentions.0.";

    private static SafeTensorsFile file(Map<String, Tensor> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafeTensorsWriter.write(out, tensors, DataType.F32);
        return SafeTensorsFile.of(out.toByteArray(), "vae");
    }

    private static AttentionNames names(String name, int... shape) throws IOException {
        return AttentionNames.of(file(Map.of(name, Tensor.zeros(shape))));
    }

    @ParameterizedTest
    @CsvSource({
        "query.weight, to_q.weight",
        "query.bias, to_q.bias",
        "key.weight, to_k.weight",
        "key.bias, to_k.bias",
        "value.weight, to_v.weight",
        "value.bias, to_v.bias",
        "proj_attn.weight, to_out.0.weight",
        "proj_attn.bias, to_out.0.bias",
        "to_q.weight, to_q.weight",
        "to_out.0.bias, to_out.0.bias",
        "group_norm.weight, group_norm.weight"
    })
    void oldNamesBecomeThoseOfToday(String old, String today) throws IOException {
        for (String prefix : new String[] {ENCODER, "decoder.mid_block.attentions.0.", "mid_block.attentions.0."}) {
            assertEquals(Set.of(prefix + today), names(prefix + old, 3).names());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "encoder.mid_block.attentions.1.query.weight",
        "encoder.down_blocks.0.attentions.0.query.weight",
        "encoder.mid_block.attentions.0.query.scale",
        "encoder.xmid_block.attentions.0.query.weight"
    })
    void otherNamesStay(String name) throws IOException {
        assertEquals(Set.of(name), names(name, 2, 2, 1, 1).names());
        assertArrayEquals(new int[] {2, 2, 1, 1}, names(name, 2, 2, 1, 1).shape(name));
    }

    @Test
    void pointConvolutionsBecomeMatrices() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(ENCODER + "query.weight", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1, 1));
        tensors.put(ENCODER + "key.weight", Tensor.of(new float[] {5, 6, 7, 8}, 2, 2));
        tensors.put(ENCODER + "value.weight", Tensor.zeros(1, 1, 3, 3));
        AttentionNames names = AttentionNames.of(file(tensors));
        assertArrayEquals(new int[] {2, 2}, names.shape(ENCODER + "to_q.weight"));
        assertArrayEquals(new int[] {2, 2}, names.load(ENCODER + "to_q.weight").shape());
        assertArrayEquals(
                new float[] {1, 2, 3, 4}, names.load(ENCODER + "to_q.weight").data());
        assertArrayEquals(
                new float[] {5, 6, 7, 8}, names.load(ENCODER + "to_k.weight").data());
        assertArrayEquals(new int[] {1, 1, 3, 3}, names.shape(ENCODER + "to_v.weight"));
        assertEquals("vae", names.origin());
        assertThrows(IllegalArgumentException.class, () -> names.load(ENCODER + "query.weight"));
    }

    @Test
    void bothKindsInOneFileAreRefused() throws IOException {
        SafeTensorsFile mixed = file(Map.of(
                ENCODER + "query.weight",
                Tensor.zeros(1),
                "decoder.mid_block.attentions.0.to_k.bias",
                Tensor.zeros(1)));
        ModelException refused = assertThrows(ModelException.class, () -> AttentionNames.of(mixed));
        assertEquals("attention of vae", refused.problem().asked());
        assertTrue(refused.problem().found().contains(ENCODER + "query.weight"), refused.getMessage());
        assertTrue(refused.problem().found().contains("attentions.0.to_k.bias"), refused.getMessage());
    }
}
