package dev.osediff.network.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.network.Network;
import dev.osediff.network.TinyNetworks;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraPlanTest {
    private static final Network UNET = new UNet2DCondition(UNetConfig.SD21_BASE);
    private static final Network ENCODER = new VaeEncoder(AutoencoderConfig.SD21_BASE);

    private static long parameters(LoraPlan plan, String adapter) {
        return plan.modules(adapter).stream().mapToLong(LoraModule::parameters).sum();
    }

    @ParameterizedTest
    @CsvSource({"default_encoder, 94, 1253776", "default_decoder, 148, 2425104", "default_others, 16, 376832"})
    void thePapersUNetModulesComeOut(String adapter, int modules, long parameters) {
        LoraPlan plan = LoraPlan.of(UNET, OsediffTargets.generator(4));
        assertEquals(modules, plan.modules(adapter).size());
        assertEquals(parameters, parameters(plan, adapter));
    }

    @Test
    void thePapersNumbersOfTrainableParametersComeOut() {
        LoraPlan unet = LoraPlan.of(UNET, OsediffTargets.generator(4));
        LoraPlan autoencoder = LoraPlan.of(ENCODER, OsediffTargets.autoencoder(4));
        LoraPlan regulariser = LoraPlan.of(UNET, OsediffTargets.regulariser(4));
        assertEquals(32, autoencoder.modules().size());
        assertEquals(369_356, autoencoder.parameters());
        assertEquals(11_840, unet.wholeParameters());
        assertEquals(4_055_712, regulariser.parameters());
        long generator = unet.parameters() + autoencoder.parameters();
        assertEquals(4_436_908, generator);
        assertEquals(8_492_620, generator + regulariser.parameters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "down_blocks.0.resnets.0.conv1.lora_A.default_encoder.weight | 4,320,3,3",
                "down_blocks.0.resnets.0.conv1.lora_B.default_encoder.weight | 320,4,1,1",
                "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.default_encoder.weight | 4,1024",
                "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_B.default_encoder.weight | 640,4",
                "down_blocks.2.downsamplers.0.conv.lora_A.default_encoder.weight | 4,1280,3,3",
                "mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj.lora_B.default_others.weight | 10240,4",
                "up_blocks.1.upsamplers.0.conv.lora_A.default_decoder.weight | 4,1280,3,3",
                "up_blocks.3.resnets.0.conv_shortcut.lora_A.default_decoder.weight | 4,960,1,1",
                "conv_out.lora_B.default_decoder.weight | 4,4,1,1",
                "conv_in.lora_A.default_encoder.weight | 4,4,3,3",
                "conv_in.base_layer.weight | 320,4,3,3",
                "conv_in.base_layer.bias | 320",
            })
    void tensorsHaveTheReleasesNamesAndShapes(String name, String shape) {
        int[] expected =
                List.of(shape.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        assertArrayEquals(
                expected,
                LoraPlan.of(UNET, OsediffTargets.generator(4)).shapes().get(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void theRanksOfTheAblationsFit(int rank) {
        LoraPlan unet = LoraPlan.of(UNET, OsediffTargets.generator(rank));
        LoraPlan autoencoder = LoraPlan.of(ENCODER, OsediffTargets.autoencoder(rank));
        assertEquals(4_055_712 / 4 * rank + 11_840, unet.parameters());
        assertEquals(369_356 / 4 * rank, autoencoder.parameters());
        assertEquals(8f / rank, unet.scales().get("default_others").factor());
    }

    @Test
    void theTimeEmbeddingIsLeftAlone() {
        LoraPlan plan = LoraPlan.of(UNET, OsediffTargets.generator(4));
        assertTrue(plan.modules().stream().noneMatch(module -> module.module().contains("time_emb")));
    }

    @Test
    void theSmallUNetHasPlacesForTheSameTargets() {
        LoraPlan plan = LoraPlan.of(TinyNetworks.smallUNet().network(), OsediffTargets.generator(2));
        assertEquals(
                Set.of("mid_block.resnets.0.conv1", "mid_block.resnets.0.conv2"),
                Set.copyOf(plan.modules("default_others").stream()
                        .map(LoraModule::module)
                        .toList()));
        assertTrue(plan.modules("default_decoder").stream()
                .anyMatch(module -> module.module().equals("up_blocks.0.upsamplers.0.conv")));
        assertArrayEquals(new int[] {6, 5, 3, 3}, plan.shapes().get("conv_in.base_layer.weight"));
    }

    @Test
    void namesCountInWholeComponentsAndKindsAreKeptApart() {
        LoraScale scale = new LoraScale(4, 8);
        LoraRule rule = new LoraRule("a", scale, List.of("up"), List.of("conv", "net.2"));
        assertTrue(rule.matches("up.0.conv", LayerKind.CONVOLUTION));
        assertTrue(rule.matches("up.ff.net.2", LayerKind.LINEAR));
        for (String other : List.of("up.conv_out", "upper.conv", "up.deconv", "conv", "up.net.2.proj")) {
            assertTrue(!rule.matches(other, LayerKind.CONVOLUTION), other);
        }
        LoraRule linear = new LoraRule("a", scale, Set.of(LayerKind.LINEAR), List.of(""), List.of("conv"));
        assertTrue(linear.matches("conv", LayerKind.LINEAR));
        assertTrue(!linear.matches("conv", LayerKind.CONVOLUTION));
        LoraPlan plan = LoraPlan.of(
                UNET,
                new LoraTargets(
                        List.of(new LoraRule(
                                "attention", scale, Set.of(LayerKind.LINEAR), List.of(""), List.of("to_q", "conv1"))),
                        Set.of()));
        assertEquals(32, plan.modules().size(), "16 transformers of two attentions each");
    }

    @Test
    void aLayerThatIsTrainedAsAWholeWithoutAdapterKeepsItsName() {
        LoraTargets targets = new LoraTargets(
                List.of(new LoraRule("a", new LoraScale(2, 8), List.of("mid_block"), List.of("conv1"))),
                Set.of("conv_in"));
        LoraPlan plan = LoraPlan.of(UNET, targets);
        assertEquals(Map.of("conv_in.weight", "conv_in.weight", "conv_in.bias", "conv_in.bias"), plan.wholeNames());
        assertArrayEquals(new int[] {320, 4, 3, 3}, plan.shapes().get("conv_in.weight"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4})
    void ranksBelowOneAreRefused(int rank) {
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> OsediffTargets.generator(rank));
        assertTrue(e.getMessage().contains("LoRA rank: found " + rank + "; limit: at least 1"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -8, Double.NaN, Double.POSITIVE_INFINITY})
    void alphasThatScaleNothingAreRefused(double alpha) {
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> new LoraScale(4, alpha));
        assertTrue(e.getMessage().contains("LoRA alpha: found " + alpha), e.getMessage());
    }

    @Test
    void ranksThatAreLargerThanTheLayerAreRefused() {
        LoraTargets targets = OsediffTargets.autoencoder(9);
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> LoraPlan.of(ENCODER, targets));
        assertTrue(e.getMessage().contains("layer quant_conv: found rank 9"), e.getMessage());
        assertTrue(e.getMessage().contains("at most 8, the larger side of its matrix 8 x 8"), e.getMessage());
    }

    @Test
    void rulesThatMatchNothingAreRefused() {
        LoraScale scale = new LoraScale(4, 8);
        for (LoraRule rule : List.of(
                new LoraRule("lost", scale, List.of("up_block"), List.of("conv1")),
                new LoraRule("lost", scale, List.of("up_blocks"), List.of("conv3")),
                new LoraRule("lost", scale, Set.of(LayerKind.LINEAR), List.of(""), List.of("conv1")))) {
            LoraTargets targets = new LoraTargets(List.of(rule), Set.of());
            InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> LoraPlan.of(UNET, targets));
            assertTrue(e.getMessage().contains("LoRA adapter lost in UNet2DCondition"), e.getMessage());
            assertTrue(e.getMessage().contains(rule.names().toString()), e.getMessage());
        }
    }

    @Test
    void aLayerToBeTrainedAsAWholeMustExist() {
        LoraTargets targets = new LoraTargets(OsediffTargets.regulariser(4).rules(), Set.of("conv_inn"));
        InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> LoraPlan.of(UNET, targets));
        assertTrue(e.getMessage().contains("layer conv_inn"), e.getMessage());
    }

    @Test
    void rulesThatCannotBeAreRefused() {
        LoraScale scale = new LoraScale(4, 8);
        List<String> all = List.of("");
        List<String> conv = List.of("conv");
        assertThrows(InvalidOptionException.class, () -> new LoraRule("", scale, all, conv));
        assertThrows(InvalidOptionException.class, () -> new LoraRule("a.b", scale, all, conv));
        assertThrows(InvalidOptionException.class, () -> new LoraRule("a", scale, List.of(), conv));
        assertThrows(InvalidOptionException.class, () -> new LoraRule("a", scale, all, List.of()));
        assertThrows(InvalidOptionException.class, () -> new LoraRule("a", scale, Set.of(), all, conv));
        assertThrows(InvalidOptionException.class, () -> new LoraTargets(List.of(), Set.of()));
        LoraRule rule = new LoraRule("a", scale, all, conv);
        InvalidOptionException e =
                assertThrows(InvalidOptionException.class, () -> new LoraTargets(List.of(rule, rule), Set.of()));
        assertTrue(e.getMessage().contains("two rules of that name"), e.getMessage());
    }
}
