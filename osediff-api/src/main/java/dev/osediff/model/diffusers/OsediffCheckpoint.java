package dev.osediff.model.diffusers;

import dev.osediff.checkpoint.AttentionNames;
import dev.osediff.checkpoint.LoraTensors;
import dev.osediff.checkpoint.TorchFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraScale;
import dev.osediff.network.lora.LoraState;
import dev.osediff.network.lora.OsediffTargets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * OSEDiff's own checkpoint ({@code osediff.pkl}, osediff.md §1.11), read as data: low-rank adapters of UNet and VAE encoder
 * with the UNet's first convolution, or whole state dictionaries of both. Thread-safe; close it to let the file go.
 */
public final class OsediffCheckpoint implements AutoCloseable {
    private static final String UNET_ADAPTERS = "state_dict_unet";
    private static final String VAE_ADAPTERS = "state_dict_vae";
    private static final String WHOLE_UNET = "unet";
    private static final String WHOLE_VAE = "vae";
    private static final List<String> UNET_MODULES =
            List.of("unet_lora_encoder_modules", "unet_lora_decoder_modules", "unet_lora_others_modules");
    private static final List<String> VAE_MODULES = List.of("vae_lora_encoder_modules");

    private final TorchFile file;
    private final boolean whole;

    /**
     * A network's parameters after fine-tuning.
     *
     * @param tensors all of them
     * @param replaced names that the checkpoint replaces
     * @param merged names that adapters are added to
     * @param adapterParameters number of parameters of the adapters
     * @param replacedParameters number of parameters that are replaced
     */
    public record FineTuned(
            TensorSource tensors,
            Set<String> replaced,
            Set<String> merged,
            long adapterParameters,
            long replacedParameters) {
        /** Returns a network that was not fine-tuned. */
        public static FineTuned not(TensorSource base) {
            return new FineTuned(base, Set.of(), Set.of(), 0, 0);
        }
    }

    private OsediffCheckpoint(TorchFile file) {
        this.file = file;
        this.whole = file.has(WHOLE_UNET) && file.has(WHOLE_VAE);
        if (!whole && !(file.has(UNET_ADAPTERS) && file.has(VAE_ADAPTERS))) {
            throw new ModelException(new Problem(
                    "OSEDiff checkpoint " + file.origin(),
                    "the entries " + file.keys(),
                    UNET_ADAPTERS + " and " + VAE_ADAPTERS + ", or " + WHOLE_UNET + " and " + WHOLE_VAE,
                    "Give osediff.pkl or osediff_face.pkl of the OSEDiff release."));
        }
    }

    /**
     * Opens a checkpoint.
     *
     * @throws ModelException if it is not one
     */
    public static OsediffCheckpoint open(Path path) {
        TorchFile file = TorchFile.open(path);
        try {
            return new OsediffCheckpoint(file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Applies what belongs to the UNet. */
    public FineTuned unet(TensorSource base) {
        return whole ? replaced(base, WHOLE_UNET) : adapted(base, UNET_ADAPTERS, "rank_unet", UNET_MODULES);
    }

    /** Applies what belongs to the autoencoder; {@code base} has today's names. */
    public FineTuned autoencoder(TensorSource base) {
        return whole ? replaced(base, WHOLE_VAE) : adapted(base, VAE_ADAPTERS, "rank_vae", VAE_MODULES);
    }

    /**
     * Reads what was trained of the UNet, to train on.
     *
     * @throws ModelException if the file holds whole networks, or its ranks or tensors are not the plan's
     */
    public LoraState unetState(LoraPlan plan) {
        return state(plan, UNET_ADAPTERS, "rank_unet");
    }

    /**
     * Reads what was trained of the autoencoder, to train on.
     *
     * @throws ModelException if the file holds whole networks, or its ranks or tensors are not the plan's
     */
    public LoraState autoencoderState(LoraPlan plan) {
        return state(plan, VAE_ADAPTERS, "rank_vae");
    }

    private LoraState state(LoraPlan plan, String key, String rankKey) {
        if (whole) {
            throw new ModelException(new Problem(
                    "adapters in " + file.origin(),
                    "whole networks, with the adapters merged",
                    UNET_ADAPTERS + " and " + VAE_ADAPTERS,
                    "Take the checkpoint that has the adapters by themselves."));
        }
        long rank = file.integer(rankKey);
        for (LoraScale scale : plan.scales().values()) {
            if (scale.rank() != rank || scale.alpha() != OsediffTargets.ALPHA) {
                throw new ModelException(new Problem(
                        rankKey + " of " + file.origin(),
                        "rank " + rank + ", with alpha " + OsediffTargets.ALPHA + " understood",
                        scale + " as the targets say",
                        "Take the targets and ranks that the adapters were trained with."));
            }
        }
        return LoraState.read(plan, file.tensors(key));
    }

    private FineTuned adapted(TensorSource base, String key, String rankKey, List<String> moduleLists) {
        TensorSource adapters = file.tensors(key);
        LoraTensors tensors = new LoraTensors(base, adapters, file.integer(rankKey), OsediffTargets.ALPHA);
        Set<String> missing = new TreeSet<>();
        for (String list : moduleLists) {
            if (file.has(list)) {
                missing.addAll(file.strings(list));
            }
        }
        tensors.mergedNames().forEach(name -> missing.remove(name.substring(0, name.length() - ".weight".length())));
        if (!missing.isEmpty()) {
            throw new ModelException(new Problem(
                    "LoRA module " + missing.iterator().next() + " of " + file.origin(),
                    "no tensors in " + key + " (" + missing.size() + " listed modules have none)",
                    "lora_A and lora_B of every module in " + String.join(", ", moduleLists),
                    "The file is incomplete; take it again."));
        }
        return new FineTuned(
                tensors,
                tensors.replacedNames(),
                tensors.mergedNames(),
                tensors.adapterParameters(),
                tensors.replacedParameters());
    }

    private FineTuned replaced(TensorSource base, String key) {
        TensorSource tensors = AttentionNames.of(file.tensors(key));
        Set<String> replaced = new TreeSet<>(base.names());
        replaced.retainAll(tensors.names());
        long parameters = replaced.stream()
                .mapToLong(name -> Tensor.elements(tensors.shape(name)))
                .sum();
        return new FineTuned(tensors, replaced, Set.of(), 0, parameters);
    }

    @Override
    public void close() {
        file.close();
    }
}
