package dev.osediff.model;

import dev.osediff.network.Tensor;
import dev.osediff.network.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The content of a random {@code osediff.pkl} (osediff.md §1.11 and §2.3): adapters of the modules that the reference adapts,
 * with its keys and lists, or the whole state dictionaries that result from them.
 *
 * @param unet parameters of the base UNet
 * @param autoencoder parameters of the base autoencoder
 * @param rank of every adapter
 * @param seed of the adapters
 */
record RandomCheckpoint(RandomTensors unet, RandomTensors autoencoder, int rank, long seed) {
    private static final double ALPHA = 8;

    /** Deviation of what an adapter adds, relative to that of the weight: enough to be seen in every picture. */
    private static final double STRENGTH = 0.3;

    private static final List<String> UNET_KINDS =
            List.of("to_k", "to_q", "to_v", "to_out.0", "conv", "proj_out", "proj_in", "ff.net.2", "ff.net.0.proj");
    private static final List<String> AUTOENCODER_KINDS = List.of(
            "conv1", "conv2", "conv_in", "conv_shortcut", "conv", "conv_out", "to_k", "to_q", "to_v", "to_out.0");

    /** Returns the file's content in the layout of the release. */
    Map<String, Object> adapters() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("vae_lora_encoder_modules", autoencoderModules());
        content.put("unet_lora_encoder_modules", unetModules("encoder"));
        content.put("unet_lora_decoder_modules", unetModules("decoder"));
        content.put("unet_lora_others_modules", unetModules("others"));
        content.put("rank_unet", rank);
        content.put("rank_vae", rank);
        Map<String, Tensor> unetTensors = new LinkedHashMap<>();
        unetTensors.put("conv_in.base_layer.weight", firstConvolution("weight"));
        unetTensors.put("conv_in.base_layer.bias", firstConvolution("bias"));
        for (String group : List.of("encoder", "decoder", "others")) {
            unetModules(group).forEach(module -> addFactors(unetTensors, unet, module, "default_" + group));
        }
        Map<String, Tensor> autoencoderTensors = new LinkedHashMap<>();
        autoencoderModules().stream()
                .distinct()
                .forEach(module -> addFactors(autoencoderTensors, autoencoder, module, "default_encoder"));
        content.put("state_dict_unet", unetTensors);
        content.put("state_dict_vae", autoencoderTensors);
        return content;
    }

    /** Returns the other layout: all parameters, with the products already added. */
    Map<String, Object> whole() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("vae", merged(autoencoder, autoencoderModules()));
        List<String> modules = new ArrayList<>(unetModules("encoder"));
        modules.addAll(unetModules("decoder"));
        modules.addAll(unetModules("others"));
        content.put("unet", merged(unet, modules));
        return content;
    }

    private Map<String, Tensor> merged(RandomTensors base, List<String> modules) {
        Map<String, Tensor> merged = new TreeMap<>();
        for (String name : base.names()) {
            boolean first = base == unet && name.startsWith("conv_in.");
            Tensor tensor = first ? firstConvolution(name.substring("conv_in.".length())) : base.load(name);
            String module = name.replaceAll("\\.weight$", "");
            merged.put(name, modules.contains(module) ? plusProduct(tensor, base, module) : tensor);
        }
        return merged;
    }

    private Tensor plusProduct(Tensor weight, TensorSource base, String module) {
        Tensor a = factorA(base, module);
        Tensor b = factorB(base, module);
        int row = weight.data().length / weight.dim(0);
        for (int i = 0; i < weight.data().length; i++) {
            double sum = 0;
            for (int r = 0; r < rank; r++) {
                sum += (double) b.data()[i / row * rank + r] * a.data()[r * row + i % row];
            }
            weight.data()[i] += (float) (ALPHA / rank * sum);
        }
        return weight;
    }

    /** Returns the modules of the UNet that belong to one of the groups encoder, decoder and others. */
    List<String> unetModules(String group) {
        return modules(
                unet,
                name -> UNET_KINDS.stream().anyMatch(name::contains)
                        && groupOf(name).equals(group));
    }

    private static String groupOf(String name) {
        if (name.contains("down_blocks") || name.contains("conv_in")) {
            return "encoder";
        }
        return name.contains("up_blocks") || name.contains("conv_out") ? "decoder" : "others";
    }

    /** Returns the modules of the autoencoder; one that two kinds match is there twice, as in the release. */
    List<String> autoencoderModules() {
        List<String> all = new ArrayList<>();
        for (String kind : AUTOENCODER_KINDS) {
            all.addAll(modules(autoencoder, name -> name.startsWith("encoder.") && name.contains(kind)));
        }
        all.add("quant_conv");
        return all;
    }

    private static List<String> modules(RandomTensors base, Predicate<String> wanted) {
        return base.names().stream()
                .filter(name -> name.endsWith(".weight") && !name.contains("norm") && wanted.test(name))
                .map(name -> name.substring(0, name.length() - ".weight".length()))
                .toList();
    }

    private Tensor firstConvolution(String parameter) {
        int[] shape = unet.shape("conv_in." + parameter);
        double deviation = shape.length == 1 ? 0.1 : Math.sqrt(shape[0] / (double) Tensor.elements(shape));
        return RandomTensors.normal(seed, "conv_in.base_layer." + parameter, deviation, shape);
    }

    private void addFactors(Map<String, Tensor> to, TensorSource base, String module, String adapter) {
        to.put(module + ".lora_A." + adapter + ".weight", factorA(base, module));
        to.put(module + ".lora_B." + adapter + ".weight", factorB(base, module));
    }

    private Tensor factorA(TensorSource base, String module) {
        int[] shape = base.shape(module + ".weight");
        shape[0] = rank;
        return RandomTensors.normal(seed, module + ".lora_A", 1.0 / rank, shape);
    }

    private Tensor factorB(TensorSource base, String module) {
        int[] weight = base.shape(module + ".weight");
        double fanIn = Tensor.elements(weight) / (double) weight[0];
        double deviation = STRENGTH * Math.pow(rank, 1.5) / ALPHA / Math.sqrt(fanIn);
        int[] shape = weight.length == 2 ? new int[] {weight[0], rank} : new int[] {weight[0], rank, 1, 1};
        return RandomTensors.normal(seed, module + ".lora_B", deviation, shape);
    }
}
