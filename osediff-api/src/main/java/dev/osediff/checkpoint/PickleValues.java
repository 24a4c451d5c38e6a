package dev.osediff.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold besides Java's own {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@code byte[]}
 * and {@link List}. None of these compares its contents.
 */
final class PickleValues {
    private PickleValues() {}

    /** Python's None. */
    static final Object NONE = new Object();

    /** A tuple. */
    static final class Tuple {
        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = items;
        }

        List<Object> items() {
            return items;
        }
    }

    /** A dictionary, ordered. */
    static final class Dict {
        private final Map<Object, Object> entries = new LinkedHashMap<>();

        Map<Object, Object> entries() {
            return entries;
        }
    }

    /** A set; what it holds is kept for checks only. */
    static final class Bag {
        private final List<Object> items;

        Bag(List<Object> items) {
            this.items = items;
        }

        List<Object> items() {
            return items;
        }
    }

    /**
     * The name of a class or function, which is never looked up.
     *
     * @param name module and name with a dot between
     */
    record Global(String name) {}

    /** Returns a value's kind in words, for messages. */
    static String kind(Object value) {
        if (value == NONE) {
            return "None";
        } else if (value instanceof String) {
            return "a text";
        } else if (value instanceof Long) {
            return "an integer";
        } else if (value instanceof Double) {
            return "a floating-point number";
        } else if (value instanceof Boolean) {
            return "a truth value";
        } else if (value instanceof byte[]) {
            return "bytes";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Tuple) {
            return "a tuple";
        } else if (value instanceof Dict) {
            return "a dictionary";
        } else if (value instanceof Bag) {
            return "a set";
        } else if (value instanceof TorchTensor) {
            return "a tensor";
        } else if (value instanceof TorchStorage) {
            return "a storage";
        } else if (value instanceof Global global) {
            return "the name " + Refusals.shown(global.name());
        }
        return "another value";
    }
}
