package dev.osediff.examples.cli;

import dev.osediff.djl.training.SmallModelSizes;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelManifest;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes a model folder of a few thousand seeded random weights: runs in no time and makes pictures of the right size. */
final class TinyModel {
    static final String NAME = "tiny-random";

    private TinyModel() {}

    static Path write(Path folder) {
        SmallModelSizes sizes = SmallModelSizes.TINY;
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Random random = new Random(1);
        add(parameters, "encoder.", new SmallEncoder(sizes.autoencoder()), random);
        add(parameters, "unet.", new SmallUNet(sizes.unet()), random);
        add(parameters, "decoder.", new SmallDecoder(sizes.autoencoder()), random);
        ModelManifest manifest = new ModelManifest(
                ModelManifest.FORMAT,
                NAME,
                ModelManifest.ARCHITECTURE,
                4,
                0,
                sizes.timestep(),
                sizes.autoencoder(),
                sizes.unet(),
                "",
                "",
                0,
                "CC0-1.0",
                "none",
                List.of(),
                Map.of());
        ModelFolder.write(folder, manifest, parameters);
        return folder;
    }

    private static void add(Map<String, Tensor> to, String prefix, Network network, Random random) {
        ParameterShapes.of(network, Set.of()).forEach((name, shape) -> {
            Tensor values = Tensor.zeros(shape);
            for (int i = 0; i < values.data().length; i++) {
                values.data()[i] = (float) (0.05 * random.nextGaussian());
            }
            to.put(prefix + name, values);
        });
    }
}
