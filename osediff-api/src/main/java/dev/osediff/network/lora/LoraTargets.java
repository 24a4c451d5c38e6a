package dev.osediff.network.lora;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is trained of a network: adapters by rules, and layers as a whole. A layer may have several adapters, and may be
 * trained as a whole and have adapters as well. Immutable.
 *
 * @param rules one per adapter, in the order in which the adapters are added
 * @param whole paths of layers whose weight and bias are trained
 */
public record LoraTargets(List<LoraRule> rules, Set<String> whole) {
    /**
     * Copies both.
     *
     * @throws InvalidOptionException if there is no rule, or two rules name one adapter
     */
    public LoraTargets {
        rules = List.copyOf(rules);
        whole = Collections.unmodifiableSet(new LinkedHashSet<>(whole));
        Set<String> adapters = new HashSet<>();
        for (LoraRule rule : rules) {
            if (!adapters.add(rule.adapter())) {
                throw new InvalidOptionException(new Problem(
                        "LoRA adapter " + rule.adapter(),
                        "two rules of that name",
                        "one rule per adapter",
                        "Join the two rules, or give one another name."));
            }
        }
        if (rules.isEmpty()) {
            throw new InvalidOptionException(
                    new Problem("LoRA targets", "no rule", "at least one", "Name the layers that get an adapter."));
        }
    }
}
