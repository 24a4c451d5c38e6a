package dev.osediff.backend;

import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The engines on the class path or module path. Stateless and thread-safe. */
public final class Backends {
    private Backends() {}

    /** Returns all, sorted by name; loads no native code. */
    public static List<Backend> all() {
        return ServiceLoader.load(Backend.class, Backends.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Backend::name))
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
}
