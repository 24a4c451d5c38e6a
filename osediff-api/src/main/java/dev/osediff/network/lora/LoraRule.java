package dev.osediff.network.lora;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.List;
import java.util.Set;

/**
 * Which layers one adapter sits on, by the names of the checkpoint. A layer is meant if it lies under one of the paths and
 * ends in one of the names, both counted in whole components: {@code conv} means {@code downsamplers.0.conv} and not
 * {@code conv_out}, {@code ff.net.2} means {@code transformer_blocks.0.ff.net.2}. Immutable.
 *
 * @param adapter its name, which is a part of the names of its tensors
 * @param scale rank and alpha
 * @param kinds kinds of layers that are meant
 * @param under paths of layers or of blocks; an empty path is the network as a whole
 * @param names last components of the layers' paths
 */
public record LoraRule(String adapter, LoraScale scale, Set<LayerKind> kinds, List<String> under, List<String> names) {
    /**
     * Copies the lists.
     *
     * @throws InvalidOptionException if a list is empty, or the adapter's name is empty or has a dot
     */
    public LoraRule {
        kinds = Set.copyOf(kinds);
        under = List.copyOf(under);
        names = List.copyOf(names);
        if (adapter.isBlank() || adapter.contains(".")) {
            throw refusal(adapter, "the name \"" + adapter + "\"", "a name without dots");
        }
        if (kinds.isEmpty() || under.isEmpty() || names.isEmpty()) {
            throw refusal(
                    adapter,
                    "kinds " + kinds + ", under " + under + ", names " + names,
                    "at least one kind, one path and one name");
        }
    }

    /** Creates a rule for convolutions and linear layers alike. */
    public LoraRule(String adapter, LoraScale scale, List<String> under, List<String> names) {
        this(adapter, scale, Set.of(LayerKind.values()), under, names);
    }

    /** Tells whether a layer is meant. */
    public boolean matches(String module, LayerKind kind) {
        return kinds.contains(kind)
                && under.stream()
                        .anyMatch(path -> path.isEmpty() || module.equals(path) || module.startsWith(path + "."))
                && names.stream().anyMatch(name -> module.equals(name) || module.endsWith("." + name));
    }

    private static InvalidOptionException refusal(String adapter, String found, String limit) {
        return new InvalidOptionException(
                new Problem("LoRA adapter " + adapter, found, limit, "Change the rule of that adapter."));
    }
}
