package dev.osediff.model;

import dev.osediff.error.ModelException;
import dev.osediff.error.Problem;
import dev.osediff.network.Network;
import dev.osediff.network.cost.ParameterShapes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a part's tensors with what its networks need, without reading one. */
final class PartCheck {
    private PartCheck() {}

    /** Returns every parameter that the part's networks need, with its shape. */
    static Map<String, int[]> needed(StableDiffusionModel.Part part) {
        Map<String, int[]> needed = new LinkedHashMap<>();
        for (Network network : part.networks()) {
            needed.putAll(ParameterShapes.of(network, part.weights().names()));
        }
        return needed;
    }

    /** Throws if a parameter is missing or has another shape; says how many are. */
    static void require(StableDiffusionModel.Part part) {
        Map<String, int[]> needed = needed(part);
        Set<String> missing = new TreeSet<>(needed.keySet());
        missing.removeAll(part.weights().names());
        if (!missing.isEmpty()) {
            String first = missing.iterator().next();
            throw misfit(
                    part,
                    first,
                    "no such tensor (" + missing.size() + " of " + needed.size() + " are missing)",
                    needed);
        }
        needed.forEach((name, shape) -> {
            int[] found = part.weights().shape(name);
            if (!Arrays.equals(found, shape)) {
                throw misfit(part, name, "shape " + Arrays.toString(found), needed);
            }
        });
    }

    private static ModelException misfit(
            StableDiffusionModel.Part part, String name, String found, Map<String, int[]> needed) {
        return new ModelException(new Problem(
                "tensor " + name + " of " + part.name() + " in "
                        + part.weights().origin(),
                found,
                "shape " + Arrays.toString(needed.get(name)) + " by " + part.name() + "'s sizes",
                "Weights and config do not belong together; take both from one model."));
    }
}
