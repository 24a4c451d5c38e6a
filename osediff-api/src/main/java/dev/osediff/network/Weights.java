package dev.osediff.network;

import java.util.Objects;

/**
 * A cheap cursor over a model's parameters. Its path is the checkpoint's own key, so that
 * {@code w.at("down_blocks").at(0).at("resnets").at(1).tensor("conv1.weight", 320, 320, 3, 3)} asks for
 * {@code down_blocks.0.resnets.1.conv1.weight}. Every fetch states the shape that the network needs. Immutable; as
 * thread-safe as its {@link WeightProvider}.
 *
 * @param <T> the value type of the {@link Ops} that the parameters are for
 */
public final class Weights<T> {
    private final WeightProvider<T> provider;
    private final String path;

    private Weights(WeightProvider<T> provider, String path) {
        this.provider = provider;
        this.path = path;
    }

    /** Returns a cursor at the root. */
    public static <T> Weights<T> of(WeightProvider<T> provider) {
        return new Weights<>(Objects.requireNonNull(provider, "provider"), "");
    }

    /** Returns the cursor one or more components (joined by dots) further down. */
    public Weights<T> at(String component) {
        return new Weights<>(provider, join(component));
    }

    /** Returns the cursor at a numbered child. */
    public Weights<T> at(int index) {
        return at(Integer.toString(index));
    }

    /** Returns the parameter {@code path.name}, which must have exactly this shape; what is missing or differs is the provider's to report. */
    public T tensor(String name, int... shape) {
        return provider.fetch(join(name), shape);
    }

    /** Tells whether {@code path.name} exists. */
    public boolean has(String name) {
        return provider.has(join(name));
    }

    /** Returns the dotted path, empty at the root. */
    public String path() {
        return path;
    }

    private String join(String component) {
        return path.isEmpty() ? component : path + "." + component;
    }
}
