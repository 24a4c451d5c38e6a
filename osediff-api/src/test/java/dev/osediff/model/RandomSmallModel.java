package dev.osediff.model;

import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.small.SmallAutoencoderConfig;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import dev.osediff.network.small.SmallUNetConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A few thousand random parameters in a model folder: everything but the picture's quality can be tested with it. */
public final class RandomSmallModel {
    private static final SmallAutoencoderConfig AUTOENCODER = new SmallAutoencoderConfig(3, 8, 8, 1, 1, 4);
    private static final SmallUNetConfig UNET = new SmallUNetConfig(8, List.of(8, 8, 8), 1, 1, 8, 8);

    private RandomSmallModel() {}

    /** Writes the folder and returns its manifest. */
    public static ModelManifest write(Path folder) {
        return ModelFolder.write(folder, manifest(), parameters());
    }

    static ModelManifest manifest() {
        return new ModelManifest(
                ModelManifest.FORMAT,
                "random",
                ModelManifest.ARCHITECTURE,
                4,
                0,
                0.5f,
                AUTOENCODER,
                UNET,
                "none",
                "none",
                0,
                "Apache-2.0",
                "none",
                List.of(new ModelManifest.TrainingData("nothing", "nobody", "CC0-1.0", "a random generator")),
                Map.of("psnr", 0.0));
    }

    /** Small enough that pictures stay about in range, large enough that neighbours matter. */
    static Map<String, Tensor> parameters() {
        Random random = new Random(7);
        Map<String, Tensor> values = new TreeMap<>();
        add(values, "encoder.", new SmallEncoder(AUTOENCODER), random);
        add(values, "unet.", new SmallUNet(UNET), random);
        add(values, "decoder.", new SmallDecoder(AUTOENCODER), random);
        return values;
    }

    private static void add(Map<String, Tensor> values, String prefix, Network network, Random random) {
        ParameterShapes.of(network, Set.of()).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            double fanIn = Math.max(1, tensor.data().length / Math.max(1, shape[0]));
            for (int i = 0; i < tensor.data().length; i++) {
                tensor.data()[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
            }
            values.put(prefix + name, tensor);
        });
    }
}
