package dev.osediff.backend;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a backend may keep what it makes of a network, so that a later start need not make it again. A backend adds to the
 * key all else that its files depend on (network, shapes, options, version of its engine), writes to a temporary name and
 * moves, and makes anew what it finds damaged or foreign.
 *
 * @param folder holds the files of all backends; made when first needed
 * @param key tells weights apart: equal keys mean equal weights; letters, digits, '-' and '_'
 */
public record CompileCache(Path folder, String key) {
    /** Refuses null, and a key that is no file name. */
    public CompileCache {
        Objects.requireNonNull(folder, "folder");
        if (!key.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("key must be letters, digits, '-' and '_', found '" + key + "'");
        }
    }

    /** Returns the same place with a longer key, for one of a model's networks. */
    public CompileCache forPart(String name) {
        return new CompileCache(folder, key + "-" + name);
    }
}
