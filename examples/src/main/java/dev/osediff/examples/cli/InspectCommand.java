package dev.osediff.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.osediff.checkpoint.SafeTensorsFile;
import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.model.EmbeddedModel;
import dev.osediff.model.Model;
import dev.osediff.model.ModelFolder;
import dev.osediff.model.RrdbModel;
import dev.osediff.model.SmallModel;
import dev.osediff.model.StableDiffusionModel;
import dev.osediff.network.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code osediff inspect}: says what is in a model, and checks it on the way. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Prints a model's manifest and tensors; fails if they do not belong together.")
final class InspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL",
            description = "A model folder, 'embedded' for the model in the library, or any .safetensors file.")
    private String model;

    @Option(
            names = "--tensors",
            description = "List every tensor of a model folder too; of a .safetensors file they are listed anyway.")
    private boolean tensors;

    @Mixin
    private Messages messages;

    @Override
    public Integer call() {
        if (model.equals(EngineOptions.EMBEDDED)) {
            print(EmbeddedModel.load());
        } else if (Files.isDirectory(Path.of(model))) {
            print(Path.of(model));
        } else if (isTorch(Path.of(model))) {
            print(Path.of(model));
        } else if (Files.isRegularFile(Path.of(model))) {
            try (SafeTensorsFile file = SafeTensorsFile.open(Path.of(model))) {
                new TensorListing(messages::result).print(file);
            }
        } else {
            throw new ModelException(new Problem(
                    "model " + model,
                    Files.exists(Path.of(model)) ? "neither a file nor a folder" : "no such file or folder",
                    "a model folder, a .safetensors or .pth file, or 'embedded'",
                    "Check the path."));
        }
        return ExitCode.OK;
    }

    private static boolean isTorch(Path file) {
        return Files.isRegularFile(file) && file.toString().endsWith(".pth");
    }

    private void print(Path folder) {
        try (Model opened = ModelFolder.open(folder)) {
            if (opened instanceof SmallModel small) {
                print(small);
            } else if (opened instanceof StableDiffusionModel published) {
                print(published);
            } else if (opened instanceof RrdbModel gan) {
                print(gan);
            }
        }
    }

    private void print(StableDiffusionModel published) {
        messages.result("name: " + published.name());
        messages.result("sha256: " + published.sha256());
        print(new ObjectMapper().valueToTree(published.settings()), "");
        TensorListing listing = new TensorListing(messages::result);
        part(listing, "unet", published.weights().unet());
        part(listing, "vae", published.weights().autoencoder());
        part(listing, "text_encoder", published.weights().textEncoder());
    }

    private void print(RrdbModel gan) {
        messages.result("name: " + gan.name());
        messages.result("sha256: " + gan.sha256());
        messages.result("scale: " + gan.config().scale());
        print(new ObjectMapper().valueToTree(gan.config()), "");
        part(new TensorListing(messages::result), "rrdb", gan.weights());
    }

    private void print(SmallModel small) {
        print(new ObjectMapper().valueToTree(small.manifest()), "");
        TensorListing listing = new TensorListing(messages::result);
        part(listing, "encoder", small.encoderWeights());
        part(listing, "unet", small.denoiserWeights());
        part(listing, "decoder", small.decoderWeights());
    }

    private void part(TensorListing listing, String name, TensorSource weights) {
        if (tensors) {
            listing.rows(name + ".", weights);
        }
        messages.result(name + ": " + TensorListing.totals(weights));
    }

    /** Prints a tree as indented "name: value" lines; a list of plain values stays on one line. */
    private void print(JsonNode node, String indent) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                messages.result(indent + field.getKey() + ":");
                print(value, indent + "  ");
            } else if (value.isArray() && value.path(0).isObject()) {
                messages.result(indent + field.getKey() + ":");
                value.forEach(item -> messages.result(indent + "  - " + line(item)));
            } else {
                messages.result(indent + field.getKey() + ": " + (value.isTextual() ? value.asText() : value));
            }
        });
    }

    private static String line(JsonNode item) {
        StringBuilder line = new StringBuilder();
        item.forEach(value -> line.append(line.isEmpty() ? "" : ", ").append(value.asText()));
        return line.toString();
    }
}
