package dev.osediff.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stack and the memo of the pickle reader, both bounded. */
final class PickleStack {
    private static final int MOST_VALUES = 1 << 20;
    private static final Object MARK = new Object();

    private final PickleInput in;
    private final List<Object> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    PickleStack(PickleInput in) {
        this.in = in;
    }

    void push(Object value) {
        if (values.size() >= MOST_VALUES) {
            throw in.refused("more values on the stack", "at most " + MOST_VALUES);
        }
        values.add(value);
    }

    void mark() {
        marks.add(values.size());
        push(MARK);
    }

    /** Removes and returns the value on top, which is above the last mark. */
    Object pop() {
        Object top = top();
        values.remove(values.size() - 1);
        return top;
    }

    Object top() {
        Object top = values.isEmpty() ? MARK : values.get(values.size() - 1);
        if (top == MARK) {
            throw in.refused("no value on the stack", "a value");
        }
        return top;
    }

    /** Removes the last mark and all above it, which is returned. */
    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw in.refused("no mark on the stack", "a mark");
        }
        int mark = marks.remove(marks.size() - 1);
        List<Object> above = values.subList(mark + 1, values.size());
        List<Object> popped = new ArrayList<>(above);
        values.subList(mark, values.size()).clear();
        return popped;
    }

    /** Removes the values on top and returns them, the topmost last. */
    List<Object> pop(int count) {
        List<Object> popped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            popped.add(0, pop());
        }
        return popped;
    }

    void memoize(long index) {
        if (memo.size() >= MOST_VALUES || index < 0 || index >= MOST_VALUES) {
            throw in.refused("memo entry " + index, "at most " + MOST_VALUES + " entries");
        }
        memo.put((int) index, top());
    }

    void memoizeNext() {
        memoize(memo.size());
    }

    Object remembered(long index) {
        Object value = memo.get((int) Math.min(index, MOST_VALUES));
        if (value == null) {
            throw in.refused("memo entry " + index, "one that was stored before");
        }
        return value;
    }

    /** Returns the only value that is left. */
    Object result() {
        Object result = pop();
        if (!values.isEmpty()) {
            throw in.refused((values.size() + 1) + " values at the end", "one");
        }
        return result;
    }
}
