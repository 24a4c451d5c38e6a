package dev.osediff.djl.training.distillation;

import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.djl.training.SmallModelSizes;
import dev.osediff.djl.training.Stage;
import dev.osediff.djl.training.TrainingPlan;
import dev.osediff.djl.training.loop.NamedTensors;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.ModelManifest;
import dev.osediff.model.SmallModel;
import dev.osediff.network.Network;
import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import dev.osediff.network.cost.ParameterShapes;
import dev.osediff.network.small.SmallDecoder;
import dev.osediff.network.small.SmallEncoder;
import dev.osediff.network.small.SmallUNet;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What distillation starts from: a small model, and of the stages that made it the diffusion prior and the first encoder.
 *
 * @param manifest of the model
 * @param parameters named {@code encoder.*}, {@code unet.*} and {@code decoder.*}
 * @param teacher the prior's UNet, by its own names; empty if its stage is not there
 * @param firstEncoder the encoder whose latents the prior knows, likewise
 */
public record StartModel(
        ModelManifest manifest,
        NamedTensors parameters,
        Optional<NamedTensors> teacher,
        Optional<NamedTensors> firstEncoder) {
    private static final String STAGES = "training";
    private static final String PRIOR = "prior";
    private static final String AUTOENCODER = "autoencoder";

    /**
     * Reads what {@code SmallModelTrainer} and the command {@code train} have written: a model folder, whose folder
     * {@code training} holds the stages. Where the stages up to the last are there, their float32 values are taken in place
     * of the model's half precision.
     *
     * @throws ModelException if the folder is not one of a small model, or a stage does not fit it
     */
    public static StartModel read(Path folder) {
        Model model = ModelFolder.open(folder);
        if (!(model instanceof SmallModel small)) {
            model.close();
            throw new ModelException(new Problem(
                    "distillation from " + folder,
                    "a model of another architecture",
                    "a small model, as the command train writes it",
                    "Train one, or name its folder."));
        }
        Map<String, Tensor> values = new LinkedHashMap<>();
        put(values, "encoder", small.encoderWeights());
        put(values, "unet", small.denoiserWeights());
        put(values, "decoder", small.decoderWeights());
        Path stages = folder.resolve(STAGES);
        Map<String, Tensor> exact = new LinkedHashMap<>();
        List<Stage> plan = TrainingPlan.embedded().stages();
        plan.forEach(stage -> exact.putAll(stage(stages, stage.name())));
        String last = plan.get(plan.size() - 1).name();
        boolean isWhole =
                exact.keySet().equals(values.keySet()) && Files.isRegularFile(stages.resolve(last + ".safetensors"));
        StartModel start = new StartModel(
                small.manifest(),
                new NamedTensors(isWhole ? exact : values, folder.toString()),
                part(stages, PRIOR, "unet"),
                part(stages, AUTOENCODER, "encoder"));
        start.requireFits(folder);
        return start;
    }

    private static void put(Map<String, Tensor> values, String part, TensorSource source) {
        source.names().forEach(name -> values.put(part + "." + name, source.load(name)));
    }

    private static Map<String, Tensor> stage(Path stages, String name) {
        Path path = stages.resolve(name + ".safetensors");
        Map<String, Tensor> values = new LinkedHashMap<>();
        if (Files.isRegularFile(path)) {
            try (SafeTensorsFile file = SafeTensorsFile.open(path)) {
                file.names().forEach(key -> values.put(key, file.load(key)));
            }
        }
        return values;
    }

    private static Optional<NamedTensors> part(Path stages, String stage, String part) {
        Map<String, Tensor> values = stage(stages, stage);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new NamedTensors(
                                values, stages.resolve(stage + ".safetensors").toString())
                        .at(part));
    }

    private void requireFits(Path folder) {
        SmallModelSizes sizes = sizes();
        requireFits(folder, new SmallEncoder(sizes.autoencoder()), parameters.at("encoder"));
        requireFits(folder, new SmallUNet(sizes.unet()), parameters.at("unet"));
        requireFits(folder, new SmallDecoder(sizes.autoencoder()), parameters.at("decoder"));
        teacher.ifPresent(values -> requireFits(folder, new SmallUNet(sizes.unet()), values));
        firstEncoder.ifPresent(values -> requireFits(folder, new SmallEncoder(sizes.autoencoder()), values));
    }

    private static void requireFits(Path folder, Network network, NamedTensors values) {
        ParameterShapes.of(network, Set.of()).forEach((name, shape) -> {
            Tensor tensor = values.values().get(name);
            if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
                throw new ModelException(new Problem(
                        "distillation from " + folder + ", parameter " + name + " of " + values.origin(),
                        tensor == null ? "none" : Arrays.toString(tensor.shape()),
                        Arrays.toString(shape) + " as the model's manifest says",
                        "Keep the stages beside the model that they made."));
            }
        });
    }

    /** Returns the sizes of the networks. */
    public SmallModelSizes sizes() {
        return new SmallModelSizes(manifest.autoencoder(), manifest.unet(), manifest.timestep());
    }

    /** Returns a number that depends on every value. */
    String checksum() {
        CRC32C sum = new CRC32C();
        add(sum, parameters);
        teacher.ifPresent(values -> add(sum, values));
        firstEncoder.ifPresent(values -> add(sum, values));
        return Long.toHexString(sum.getValue());
    }

    private static void add(CRC32C sum, NamedTensors values) {
        new TreeMap<>(values.values()).forEach((name, tensor) -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.data().length);
            bytes.asFloatBuffer().put(tensor.data());
            sum.update(bytes);
        });
    }
}
