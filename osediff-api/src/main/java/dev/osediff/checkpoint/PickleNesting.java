package dev.osediff.checkpoint;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Refuses containers that hold themselves or are nested too deeply; each container is visited once. */
final class PickleNesting {
    private static final int MOST_LEVELS = 64;
    private static final int AT_WORK = -1;

    private final Map<Object, Integer> levelsBelow = new IdentityHashMap<>();
    private final PickleInput in;

    private PickleNesting(PickleInput in) {
        this.in = in;
    }

    static void check(Object root, PickleInput in) {
        new PickleNesting(in).levels(root, 0);
    }

    /** Returns how many levels of containers a value has; recursion ends at the limit. */
    private int levels(Object value, int above) {
        Collection<?> items = items(value);
        if (items == null) {
            return 0;
        }
        Integer known = levelsBelow.get(value);
        if (known != null && known == AT_WORK) {
            throw in.refused(PickleValues.kind(value) + " that contains itself", "a tree of values");
        }
        int levels = known == null ? 1 : known;
        if (above + levels > MOST_LEVELS) {
            throw in.refused("more than " + MOST_LEVELS + " levels of nesting", "at most " + MOST_LEVELS);
        }
        if (known == null) {
            levelsBelow.put(value, AT_WORK);
            for (Object item : items) {
                levels = Math.max(levels, 1 + levels(item, above + 1));
            }
            levelsBelow.put(value, levels);
        }
        return levels;
    }

    private static Collection<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        } else if (value instanceof PickleValues.Tuple tuple) {
            return tuple.items();
        } else if (value instanceof PickleValues.Dict dict) {
            return dict.entries().values();
        } else if (value instanceof PickleValues.Bag bag) {
            return bag.items();
        }
        return null;
    }
}
