package dev.osediff.model.diffusers;

import dev.osediff.checkpoint.DataType;
import dev.osediff.checkpoint.TorchWriter;
import dev.osediff.checkpoint.WrittenFile;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.OutputException;
import dev.osediff.error.Problem;
import dev.osediff.network.lora.LoraModule;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraScale;
import dev.osediff.network.lora.LoraState;
import dev.osediff.network.lora.OsediffTargets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes adapters as OSEDiff's own checkpoint ({@code osediff.pkl}, osediff.md §1.11), which the reference code and
 * {@link OsediffCheckpoint} read. The layout has a place for these only: in the UNet the three adapters of
 * {@link OsediffTargets#generator} with one rank and {@code conv_in} as a whole, in the autoencoder one adapter, and alpha 8.
 */
public final class OsediffCheckpointWriter {
    private static final String OTHER_FORMAT = "Write the adapters as safetensors, which have a place for any targets.";

    private OsediffCheckpointWriter() {}

    /**
     * Writes the file, under a temporary name first.
     *
     * @param unet what was trained of the UNet
     * @param autoencoder what was trained of the autoencoder
     * @return length and SHA-256 of the file
     * @throws InvalidOptionException if the layout has no place for the targets
     * @throws OutputException if it cannot be written; an older file of that name is still whole then
     */
    public static WrittenFile write(Path path, LoraState unet, LoraState autoencoder) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("vae_lora_encoder_modules", modules(autoencoder.plan(), OsediffTargets.ENCODER));
        content.put("unet_lora_encoder_modules", modules(unet.plan(), OsediffTargets.ENCODER));
        content.put("unet_lora_decoder_modules", modules(unet.plan(), OsediffTargets.DECODER));
        content.put("unet_lora_others_modules", modules(unet.plan(), OsediffTargets.OTHERS));
        content.put(
                "rank_unet",
                rank(
                        "UNet",
                        unet.plan(),
                        Set.of(OsediffTargets.ENCODER, OsediffTargets.DECODER, OsediffTargets.OTHERS),
                        Set.of(OsediffTargets.FIRST_CONVOLUTION)));
        content.put("rank_vae", rank("autoencoder", autoencoder.plan(), Set.of(OsediffTargets.ENCODER), Set.of()));
        content.put("state_dict_unet", unet.tensors());
        content.put("state_dict_vae", autoencoder.tensors());
        return TorchWriter.write(path, content, DataType.F32);
    }

    private static List<String> modules(LoraPlan plan, String adapter) {
        return plan.modules(adapter).stream().map(LoraModule::module).toList();
    }

    private static int rank(String part, LoraPlan plan, Set<String> adapters, Set<String> whole) {
        if (!plan.scales().keySet().equals(adapters)) {
            throw refusal(part, "adapters " + plan.scales().keySet(), "adapters " + adapters);
        }
        // The reference looks for conv_in under the names that it has beside an adapter.
        boolean named = plan.wholeNames().values().stream().allMatch(name -> name.contains(".base_layer."));
        if (!plan.targets().whole().equals(whole) || !named) {
            throw refusal(
                    part,
                    "trained as a whole: " + plan.wholeNames().values(),
                    "as a whole " + whole + ", with an adapter beside it");
        }
        Set<LoraScale> scales = Set.copyOf(plan.scales().values());
        LoraScale scale = scales.iterator().next();
        if (scales.size() > 1 || scale.alpha() != OsediffTargets.ALPHA) {
            throw refusal(part, plan.scales().toString(), "one rank, and alpha " + OsediffTargets.ALPHA);
        }
        return scale.rank();
    }

    private static InvalidOptionException refusal(String part, String found, String limit) {
        return new InvalidOptionException(
                new Problem("the " + part + " in the layout of osediff.pkl", found, limit, OTHER_FORMAT));
    }
}
