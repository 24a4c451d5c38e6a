package dev.osediff.djl.training.distillation;

import dev.osediff.degradation.SeededRandom;
import dev.osediff.djl.training.loss.Regularisers;
import dev.osediff.djl.training.loss.SmallGenerator;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.lora.LoraNetwork;
import dev.osediff.network.lora.LoraPlan;
import dev.osediff.network.lora.LoraTargets;
import dev.osediff.network.lora.OsediffTargets;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** The networks that a plan tunes, with the adapters that it gives them and the first values of all parameters. */
final class Networks {
    static final String ENCODER = "encoder";
    static final String DECODER = "decoder";
    static final String UNET = "unet";

    private final DistillationPlan plan;
    private final StartModel start;
    private final Map<String, LoraPlan> adapters = new LinkedHashMap<>();
    private final Set<String> frozen = new HashSet<>();
    private final Map<String, Tensor> values = new LinkedHashMap<>();

    /**
     * Chooses adapters and first values.
     *
     * @throws InvalidOptionException if a rank is too large for a layer, or the plan needs a stage that the start lacks
     */
    Networks(DistillationPlan plan, StartModel start) {
        this.plan = plan;
        this.start = start;
        values.putAll(start.parameters().values());
        Tuning tuning = plan.tuning();
        tune(ENCODER, encoder(), tuning.encoder(), OsediffTargets::smallEncoder, ENCODER, 1);
        tune(DECODER, decoder(), tuning.decoder(), OsediffTargets::smallDecoder, DECODER, 7);
        tune(UNET, unet(), tuning.unet(), OsediffTargets::generator, UNET, 2);
        if (plan.objective().loss().needsTeacher()) {
            put(Regularisers.TEACHER, required(start.teacher().map(t -> t.values()), "prior"));
            tune(
                    Regularisers.TUNED,
                    unet(),
                    tuning.regulariser(),
                    OsediffTargets::regulariser,
                    Regularisers.TEACHER,
                    3);
        }
        if (plan.objective().loss() == DistillationLoss.IMAGE_VSD) {
            put(SmallGenerator.FROZEN_ENCODER, required(start.firstEncoder().map(e -> e.values()), "autoencoder"));
        }
    }

    private Map<String, Tensor> required(Optional<Map<String, Tensor>> part, String stage) {
        return part.orElseThrow(() -> new InvalidOptionException(new Problem(
                "loss " + plan.objective().loss() + " of distillation from "
                        + start.parameters().origin(),
                "no file training/" + stage + ".safetensors",
                "a folder in which the command train has kept its stages",
                "Start from such a folder, or take the loss none or gan.")));
    }

    private void tune(
            String part, Network network, Rank rank, IntFunction<LoraTargets> targets, String base, long stream) {
        if (rank.kind() == Rank.Kind.FROZEN) {
            frozen.add(part);
            return;
        }
        Map<String, Tensor> own = below(base);
        if (rank.kind() == Rank.Kind.FULL) {
            put(part, own);
            return;
        }
        LoraPlan found = LoraPlan.of(network, targets.apply(rank.value()));
        adapters.put(part, found);
        put(part, AdapterStart.of(found, own, SeededRandom.derive(plan.seed(), stream)));
    }

    private Map<String, Tensor> below(String part) {
        Map<String, Tensor> below = new LinkedHashMap<>();
        values.forEach((name, tensor) -> {
            if (name.startsWith(part + ".")) {
                below.put(name.substring(part.length() + 1), tensor);
            }
        });
        return below;
    }

    private void put(String part, Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> values.put(part + "." + name, tensor));
    }

    /** Adds first values of a network that the start does not have. */
    void add(Map<String, Tensor> named) {
        values.putAll(named);
    }

    /** Returns the plans of the parts that have adapters. */
    Map<String, LoraPlan> adapters() {
        return adapters;
    }

    /** Returns first values of all parameters: of what learns, of adapters' bases, and of what stays. */
    Map<String, Tensor> values() {
        return values;
    }

    SmallGenerator generator() {
        return new SmallGenerator(
                tuned(ENCODER, encoder()),
                tuned(UNET, unet()),
                tuned(DECODER, decoder()),
                start.sizes().autoencoder(),
                start.sizes().timestep(),
                new TunedParts(adapters, frozen));
    }

    Regularisers regularisers() {
        return new Regularisers(unet(), tuned(Regularisers.TUNED, unet()), false, new TunedParts(adapters, frozen));
    }

    private Network tuned(String part, Network network) {
        LoraPlan found = adapters.get(part);
        return found == null ? network : new LoraNetwork(network, found);
    }

    private SmallEncoder encoder() {
        return new SmallEncoder(start.sizes().autoencoder());
    }

    private SmallDecoder decoder() {
        return new SmallDecoder(start.sizes().autoencoder());
    }

    private SmallUNet unet() {
        return new SmallUNet(start.sizes().unet());
    }
}
