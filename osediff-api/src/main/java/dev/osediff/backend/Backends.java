package dev.osediff.backend;

import dev.osediff.error.BackendException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines on the class path or module path. Stateless and thread-safe. */
public final class Backends {
    private Backends() {}

    /** Returns all, the one with the highest rank first; loads no native code. */
    public static List<Backend> all() {
        return ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(Backend::rank).reversed().thenComparing(Backend::name))
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * Returns one by name, whether it can run here or not.
     *
     * @throws InvalidOptionException if there is none of that name; lists those there are
     */
    public static Backend byName(String name) {
        List<Backend> all = all();
        return all.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = all.stream().map(Backend::name).collect(Collectors.joining(", "));
            return new InvalidOptionException(new Problem(
                    "backend", name, "one of " + names, "Choose one of these, or add the module that has it."));
        });
    }

    /**
     * Returns the available one with the highest rank.
     *
     * @throws BackendException if none can run here; gives the reason of each
     */
    public static Backend best() {
        StringBuilder reasons = new StringBuilder();
        for (Backend backend : all()) {
            Availability availability = backend.availability();
            if (availability.available()) {
                return backend;
            }
            reasons.append(reasons.isEmpty() ? "" : "; ")
                    .append(backend.name())
                    .append(": ")
                    .append(availability.detail());
        }
        String found = reasons.isEmpty() ? "none on the class path" : reasons.toString();
        throw new BackendException(
                new Problem("a backend", found, "at least one that can run here", "Repair or add one of the modules."));
    }
}
