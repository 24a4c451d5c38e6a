package dev.osediff.djl.training.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.djl.torchscript.ScriptLoss;
import dev.osediff.network.lora.LoraNetwork;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.OsediffTargets;
import dev.osediff.network.perceptual.FeatureLayout;
import dev.osediff.network.perceptual.Lpips;
import dev.osediff.network.stablediffusion.AutoencoderConfig;
import dev.osediff.network.stablediffusion.NoiseSchedule;
import dev.osediff.network.stablediffusion.UNet2DCondition;
import dev.osediff.network.stablediffusion.UNetConfig;
import dev.osediff.network.stablediffusion.VaeDecoder;
import dev.osediff.network.stablediffusion.VaeEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The paper's losses at full size with its adapters: the script is written and loaded, without weights. */
class FullSizeLossTest {
    private static final int RANK = 4;
    private static final int[] PICTURE = {1, 3, 64, 64};
    private static final int[] LATENT = {1, 4, 8, 8};
    private static final int TIME_CHANNELS = UNetConfig.SD21_BASE.timeChannels();
    private static final int[] CONDITION = {1, 77, 1024};

    private static final UNet2DCondition UNET = new UNet2DCondition(UNetConfig.SD21_BASE);
    private static final VaeEncoder ENCODER = new VaeEncoder(AutoencoderConfig.SD21_BASE);
    private static final LoraPlan OF_ENCODER = LoraPlan.of(ENCODER, OsediffTargets.autoencoder(RANK));
    private static final LoraPlan OF_UNET = LoraPlan.of(UNET, OsediffTargets.generator(RANK));
    private static final LoraPlan OF_REGULARISER = LoraPlan.of(UNET, OsediffTargets.regulariser(RANK));
    private static final AdapterWeights PARTS = new AdapterWeights(
            Map.of(
                    PartWeights.ENCODER, OF_ENCODER,
                    PartWeights.UNET, OF_UNET,
                    Regularisers.TUNED, OF_REGULARISER),
            Map.of(PartWeights.UNET, Regularisers.TEACHER, Regularisers.TUNED, Regularisers.TEACHER));
    private static final Regularisers REGULARISERS =
            new Regularisers(UNET, new LoraNetwork(UNET, OF_REGULARISER), true, PARTS);

    @Test
    void thePapersNumbersOfTrainedParametersComeOut() {
        GeneratorLoss loss = GeneratorLoss.ofPaper(
                new StableDiffusionGenerator(
                        new LoraNetwork(ENCODER, OF_ENCODER),
                        new LoraNetwork(UNET, OF_UNET),
                        new VaeDecoder(AutoencoderConfig.SD21_BASE),
                        AutoencoderConfig.SD21_BASE,
                        NoiseSchedule.STABLE_DIFFUSION,
                        999,
                        PARTS),
                new Lpips(FeatureLayout.VGG16),
                REGULARISERS);
        List<int[]> shapes =
                new ArrayList<>(List.of(PICTURE, LATENT, new int[] {1, TIME_CHANNELS}, CONDITION, PICTURE));
        shapes.addAll(NoiseTimes.shapes(LATENT, TIME_CHANNELS));
        shapes.add(CONDITION);
        shapes.add(CONDITION);
        int regulariser;
        try (ScriptLoss script = ScriptLoss.compile(
                new RegulariserLoss(REGULARISERS),
                new RegulariserLoss(REGULARISERS).shapes(LATENT, TIME_CHANNELS, CONDITION),
                false)) {
            regulariser = script.trained().total();
            assertEquals(4_055_712, regulariser);
            assertEquals(865_910_724, script.frozen().total());
        }
        try (ScriptLoss script = ScriptLoss.compile(loss, shapes, false)) {
            assertEquals(4_436_908, script.trained().total());
            assertEquals(8_492_620, script.trained().total() + regulariser);
            // One copy of the UNet for three networks, the autoencoder, the regulariser's adapters, VGG-16 with LPIPS'
            // weights.
            assertEquals(
                    865_910_724 + 83_653_863 + 4_055_712 + 14_716_160,
                    script.frozen().total());
        }
    }
}
