package dev.osediff.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.LoraFile;
import dev.osediff.checkpoint.LoraTensors;
import dev.osediff.checkpoint.SafeTensorsWriter;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.ModelException;
import dev.osediff.model.diffusers.OsediffCheckpoint;
import dev.osediff.model.diffusers.OsediffCheckpointWriter;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraRule;
import dev.osediff.network.lora.LoraScale;
import dev.osediff.network.lora.LoraState;
import dev.osediff.network.lora.LoraTargets;
import dev.osediff.network.lora.OsediffTargets;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters on disk: in the release's layout and as safetensors. */
class LoraCheckpointTest {
    private static final UNet2DCondition UNET = new UNet2DCondition(RandomPublishedModel.TINY_UNET);
    private static final VaeEncoder ENCODER = new VaeEncoder(RandomPublishedModel.TINY_AUTOENCODER);

    private final LoraPlan unet = LoraPlan.of(UNET, OsediffTargets.generator(4));
    private final LoraPlan autoencoder = LoraPlan.of(ENCODER, OsediffTargets.autoencoder(4));
    private final RandomTensors base = new RandomTensors(1, UNET);
    private final RandomTensors encoderBase = new RandomTensors(2, ENCODER);

    @TempDir
    Path folder;

    private static LoraState random(LoraPlan plan) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        plan.shapes().forEach((name, shape) -> values.put(name, RandomTensors.normal(5, name, 0.2, shape)));
        return LoraState.of(plan, values);
    }

    private static Map<String, String> described(Map<String, int[]> shapes) {
        Map<String, String> described = new TreeMap<>();
        shapes.forEach((name, shape) -> described.put(name, Arrays.toString(shape)));
        return described;
    }

    private static Map<String, String> tensors(Object content) {
        Map<String, String> described = new TreeMap<>();
        ((Map<?, ?>) content)
                .forEach((name, tensor) -> described.put((String) name, Arrays.toString(((Tensor) tensor).shape())));
        return described;
    }

    private static void assertSame(TensorSource expected, TensorSource found) {
        assertEquals(expected.names(), found.names());
        for (String name : expected.names()) {
            assertArrayEquals(expected.load(name).data(), found.load(name).data(), name);
        }
    }

    private Path write() {
        Path path = folder.resolve("osediff.pkl");
        OsediffCheckpointWriter.write(path, random(unet), random(autoencoder));
        return path;
    }

    /** The other side names modules by the reference's own rule, texts within names. */
    @Test
    void theReferencesRuleGivesTheSameTensors() {
        Map<String, Object> content =
                RandomPublishedModel.builder().checkpoint().adapters();
        assertEquals(tensors(content.get("state_dict_unet")), described(unet.shapes()));
        assertEquals(tensors(content.get("state_dict_vae")), described(autoencoder.shapes()));
    }

    @Test
    void theReferencesRuleGivesTheSameModulesAtFullSize() {
        RandomCheckpoint content = RandomPublishedModel.full().checkpoint();
        LoraPlan full = LoraPlan.of(new UNet2DCondition(UNetConfig.SD21_BASE), OsediffTargets.generator(4));
        for (String group : List.of("encoder", "decoder", "others")) {
            Set<String> found = new TreeSet<>();
            full.modules("default_" + group).forEach(module -> found.add(module.module()));
            assertEquals(new TreeSet<>(content.unetModules(group)), found);
        }
        Set<String> found = new TreeSet<>();
        LoraPlan.of(new VaeEncoder(AutoencoderConfig.SD21_BASE), OsediffTargets.autoencoder(4))
                .modules()
                .forEach(module -> found.add(module.module()));
        assertEquals(new TreeSet<>(content.autoencoderModules()), found);
    }

    @Test
    void theReleasesLayoutIsReadAsWhatWasWritten() {
        try (OsediffCheckpoint file = OsediffCheckpoint.open(write())) {
            assertSame(random(unet), file.unetState(unet));
            assertSame(random(autoencoder), file.autoencoderState(autoencoder));
            assertSame(
                    new LoraTensors(base, random(unet), unet.scales()),
                    file.unet(base).tensors());
            assertSame(
                    new LoraTensors(encoderBase, random(autoencoder), autoencoder.scales()),
                    file.autoencoder(encoderBase).tensors());
        }
    }

    @Test
    void theFileHasTheReleasesKeys() {
        try (TorchFile file = TorchFile.open(write())) {
            Map<String, Object> released =
                    RandomPublishedModel.builder().checkpoint().adapters();
            assertEquals(released.keySet(), file.keys());
            assertEquals(4, file.integer("rank_unet"));
            assertEquals(4, file.integer("rank_vae"));
            for (String key : List.of("unet_lora_encoder_modules", "unet_lora_decoder_modules")) {
                assertEquals(new TreeSet<>((List<?>) released.get(key)), new TreeSet<>(file.strings(key)));
            }
        }
    }

    @Test
    void safetensorsAreReadAsWhatWasWritten() {
        LoraTargets mixed = new LoraTargets(
                List.of(
                        new LoraRule("fine", new LoraScale(2, 3), List.of("down_blocks"), List.of("conv1", "to_q")),
                        new LoraRule("coarse", new LoraScale(5, 1), List.of(""), List.of("conv1"))),
                Set.of("conv_out"));
        LoraPlan plan = LoraPlan.of(UNET, mixed);
        Path path = folder.resolve("adapters.safetensors");
        LoraFile.write(path, random(plan), DataType.F32);
        try (LoraFile file = LoraFile.open(path)) {
            assertEquals(plan.scales(), file.scales());
            assertSame(random(plan), file.state(plan));
            assertSame(new LoraTensors(base, random(plan), plan.scales()), file.mergeInto(base));
            ModelException e = assertThrows(ModelException.class, () -> file.state(unet));
            assertTrue(e.getMessage().contains("as the targets say"), e.getMessage());
            assertThrows(ModelException.class, () -> file.mergeInto(encoderBase));
        }
    }

    @Test
    void aFileThatDoesNotTellItsRanksIsRefused() {
        Path path = folder.resolve("adapters.safetensors");
        SafeTensorsWriter.write(path, random(unet).tensors(), DataType.F32);
        ModelException e = assertThrows(ModelException.class, () -> LoraFile.open(path));
        assertTrue(e.getMessage().contains("no rank of any adapter"), e.getMessage());
        SafeTensorsWriter.write(path, Map.of("lora.x.rank", "0"), List.of(), name -> null);
        ModelException zero = assertThrows(ModelException.class, () -> LoraFile.open(path));
        assertTrue(zero.getMessage().contains("rank 0, alpha null"), zero.getMessage());
    }

    @Test
    void otherRanksAreRefusedOnReading() {
        LoraPlan other = LoraPlan.of(UNET, OsediffTargets.generator(2));
        try (OsediffCheckpoint file = OsediffCheckpoint.open(write())) {
            ModelException e = assertThrows(ModelException.class, () -> file.unetState(other));
            assertTrue(e.getMessage().contains("rank_unet") && e.getMessage().contains("rank 4"), e.getMessage());
        }
    }

    @Test
    void wholeNetworksAreNoAdapters() {
        Path whole = RandomPublishedModel.builder().whole(true).write(folder).osediff();
        try (OsediffCheckpoint file = OsediffCheckpoint.open(whole)) {
            ModelException e = assertThrows(ModelException.class, () -> file.unetState(unet));
            assertTrue(e.getMessage().contains("whole networks"), e.getMessage());
        }
    }

    @Test
    void whatTheReleasesLayoutHasNoPlaceForIsRefused() {
        Path path = folder.resolve("osediff.pkl");
        LoraScale alpha = new LoraScale(4, 16);
        List<LoraRule> rules = OsediffTargets.generator(4).rules();
        List<LoraRule> strong = rules.stream()
                .map(rule -> new LoraRule(rule.adapter(), alpha, rule.under(), rule.names()))
                .toList();
        for (LoraTargets targets : List.of(
                OsediffTargets.regulariser(4),
                new LoraTargets(rules.subList(0, 2), Set.of("conv_in")),
                new LoraTargets(strong, Set.of("conv_in")))) {
            LoraState state = random(LoraPlan.of(UNET, targets));
            InvalidOptionException e = assertThrows(
                    InvalidOptionException.class,
                    () -> OsediffCheckpointWriter.write(path, state, random(autoencoder)));
            assertTrue(e.getMessage().contains("safetensors"), e.getMessage());
        }
        assertTrue(!path.toFile().exists());
    }
}
