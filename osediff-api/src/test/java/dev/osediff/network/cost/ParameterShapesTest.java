package dev.osediff.network.cost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.osediff.network.Tensor;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.ClipTextConfig;
import dev.osediff.network.stablediffusion.ClipTextEncoder;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParameterShapesTest {
    @Test
    void listsNamesAndShapesInOrderOfUse() {
        Map<String, int[]> shapes =
                ParameterShapes.of(new SmallEncoder(new SmallAutoencoderConfig(3, 8, 16, 1, 2, 4)), Set.of());
        assertEquals(
                List.of(
                        "conv_in.weight",
                        "conv_in.bias",
                        "blocks.0.conv1.weight",
                        "blocks.0.conv1.bias",
                        "blocks.0.conv2.weight",
                        "blocks.0.conv2.bias",
                        "conv_out.weight",
                        "conv_out.bias",
                        "shortcut.weight",
                        "shortcut.bias"),
                List.copyOf(shapes.keySet()));
        assertArrayEquals(new int[] {16, 48, 3, 3}, shapes.get("conv_in.weight"));
        assertArrayEquals(new int[] {8, 48, 1, 1}, shapes.get("shortcut.weight"));
        assertArrayEquals(new int[] {8}, shapes.get("shortcut.bias"));
        assertThrows(UnsupportedOperationException.class, shapes::clear);
    }

    /** Tensor and element counts of the public files of Stable Diffusion 2.1-base. */
    @Test
    void stableDiffusionHasThePublishedNumberOfParameters() {
        Map<String, int[]> unet = ParameterShapes.of(new UNet2DCondition(UNetConfig.SD21_BASE), Set.of());
        assertEquals(686, unet.size());
        assertEquals(865_910_724L, elements(unet));
        Map<String, int[]> encoder = ParameterShapes.of(new VaeEncoder(AutoencoderConfig.SD21_BASE), Set.of());
        Map<String, int[]> decoder = ParameterShapes.of(new VaeDecoder(AutoencoderConfig.SD21_BASE), Set.of());
        assertEquals(248, encoder.size() + decoder.size());
        assertEquals(34_163_592L + 72, elements(encoder));
        assertEquals(49_490_179L + 20, elements(decoder));
        Map<String, int[]> text = ParameterShapes.of(new ClipTextEncoder(ClipTextConfig.SD21_BASE), Set.of());
        assertEquals(2 + 23 * 16 + 2, text.size());
        assertEquals(340_387_840L, elements(text));
    }

    private static long elements(Map<String, int[]> shapes) {
        return shapes.values().stream().mapToLong(Tensor::elements).sum();
    }
}
