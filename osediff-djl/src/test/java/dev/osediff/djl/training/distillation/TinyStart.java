package dev.osediff.djl.training.distillation;

import dev.osediff.djl.training.SmallModelSizes;
import dev.osediff.djl.training.loop.NamedTensors;
import dev.osediff.model.ModelManifest;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A start of a few thousand seeded random weights, with a teacher. */
final class TinyStart {
    private static final SmallModelSizes SIZES = SmallModelSizes.TINY;

    private TinyStart() {}

    static StartModel whole() {
        return new StartModel(
                manifest(),
                parameters(),
                Optional.of(new NamedTensors(of("", unet(), 7), "teacher")),
                Optional.of(new NamedTensors(of("", new SmallEncoder(SIZES.autoencoder()), 8), "first encoder")));
    }

    static StartModel withoutStages() {
        return new StartModel(manifest(), parameters(), Optional.empty(), Optional.empty());
    }

    static StartModel withOtherTeacher(StartModel start) {
        NamedTensors other = new NamedTensors(of("", unet(), 9), "another teacher");
        return new StartModel(start.manifest(), start.parameters(), Optional.of(other), start.firstEncoder());
    }

    static StartModel withoutEncoder(StartModel start) {
        return new StartModel(start.manifest(), start.parameters(), start.teacher(), Optional.empty());
    }

    private static NamedTensors parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.putAll(of("encoder.", new SmallEncoder(SIZES.autoencoder()), 1));
        all.putAll(of("unet.", unet(), 2));
        all.putAll(of("decoder.", new SmallDecoder(SIZES.autoencoder()), 3));
        return new NamedTensors(all, "tiny");
    }

    private static SmallUNet unet() {
        return new SmallUNet(SIZES.unet());
    }

    private static Map<String, Tensor> of(String prefix, Network network, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> values = new LinkedHashMap<>();
        ParameterShapes.of(network, Set.of()).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.data().length; i++) {
                tensor.data()[i] = (float) (0.1 * random.nextGaussian());
            }
            values.put(prefix + name, tensor);
        });
        return values;
    }

    private static ModelManifest manifest() {
        return new ModelManifest(
                ModelManifest.FORMAT,
                "tiny",
                ModelManifest.ARCHITECTURE,
                4,
                0,
                SIZES.timestep(),
                SIZES.autoencoder(),
                SIZES.unet(),
                "",
                "",
                0,
                "CC0-1.0",
                "none",
                List.of(),
                Map.of());
    }
}
