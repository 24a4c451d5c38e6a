package dev.osediff.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pickle of protocol 2 to 5 as data: a loop over opcodes that builds lists, dictionaries, numbers and texts.
 * Nothing is ever called or looked up by name; what a class or function would make is decided by {@link TorchObjects},
 * which knows a handful of names and refuses all others.
 */
final class PickleReader {
    private static final int MOST_OPCODES = 1 << 22;
    private static final int LAST_PROTOCOL = 5;

    private final PickleInput in;
    private final PickleStack stack;
    private final TorchObjects objects;

    private PickleReader(PickleInput in, TorchObjects objects) {
        this.in = in;
        this.stack = new PickleStack(in);
        this.objects = objects;
    }

    /** Returns the pickled value; containers are not cyclic and not nested too deeply. */
    static Object read(PickleInput in, TorchObjects objects) {
        Object value = readNext(in, objects);
        if (in.left() > 0) {
            throw in.refused(in.left() + " bytes after the end", "none");
        }
        return value;
    }

    /** The same for a pickle that others, or something else, may follow. */
    static Object readNext(PickleInput in, TorchObjects objects) {
        Object value = new PickleReader(in, objects).run();
        PickleNesting.check(value, in);
        return value;
    }

    private Object run() {
        if (in.opcode() != 0x80) {
            throw in.refused("no protocol number", "a pickle of protocol 2 to " + LAST_PROTOCOL);
        }
        int protocol = in.u8();
        if (protocol < 2 || protocol > LAST_PROTOCOL) {
            throw in.refused("protocol " + protocol, "2 to " + LAST_PROTOCOL);
        }
        for (int count = 0; count < MOST_OPCODES; count++) {
            int opcode = in.opcode();
            if (opcode == '.') {
                return stack.result();
            }
            if (!readScalar(opcode) && !readContainer(opcode) && !readReference(opcode)) {
                throw in.refused(String.format("opcode 0x%02x", opcode), "the opcodes of plain data");
            }
        }
        throw in.refused("more opcodes", "at most " + MOST_OPCODES);
    }

    private boolean readScalar(int opcode) {
        switch (opcode) {
            case 'N' -> stack.push(PickleValues.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.i32());
            case 'K' -> stack.push((long) in.u8());
            case 'M' -> stack.push((long) in.u16());
            case 0x8a -> stack.push(in.integer(in.u8()));
            case 0x8b -> stack.push(in.integer(in.i32()));
            case 'G' -> stack.push(in.bigEndianDouble());
            case 'U', 0x8c -> stack.push(in.utf8(in.u8()));
            case 'T' -> stack.push(in.utf8(in.i32()));
            case 'X' -> stack.push(in.utf8(in.u32()));
            case 0x8d -> stack.push(in.utf8(in.i64()));
            case 'C' -> stack.push(in.bytes(in.u8()));
            case 'B' -> stack.push(in.bytes(in.u32()));
            case 0x8e, 0x96 -> stack.push(in.bytes(in.i64()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readContainer(int opcode) {
        switch (opcode) {
            case ')' -> stack.push(new PickleValues.Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> stack.push(new PickleValues.Tuple(stack.pop(opcode - 0x84)));
            case 't' -> stack.push(new PickleValues.Tuple(stack.popToMark()));
            case ']' -> stack.push(new ArrayList<>());
            case 'l' -> stack.push(stack.popToMark());
            case 'a' -> append(stack.pop(1));
            case 'e' -> append(stack.popToMark());
            case '}' -> stack.push(new PickleValues.Dict());
            case 'd' -> {
                List<Object> items = stack.popToMark();
                stack.push(new PickleValues.Dict());
                setItems(items);
            }
            case 's' -> setItems(stack.pop(2));
            case 'u' -> setItems(stack.popToMark());
            case 0x8f -> stack.push(new PickleValues.Bag(new ArrayList<>()));
            case 0x90 -> addItems(stack.popToMark());
            case 0x91 -> stack.push(new PickleValues.Bag(stack.popToMark()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readReference(int opcode) {
        switch (opcode) {
            case '(' -> stack.mark();
            case '0' -> stack.pop();
            case '1' -> stack.popToMark();
            case 'q' -> stack.memoize(in.u8());
            case 'r' -> stack.memoize(in.u32());
            case 0x94 -> stack.memoizeNext();
            case 'h' -> stack.push(stack.remembered(in.u8()));
            case 'j' -> stack.push(stack.remembered(in.u32()));
            case 0x95 -> in.require(in.i64());
            case 'c' -> stack.push(objects.global(in.line() + '.' + in.line()));
            case 0x93 -> {
                List<Object> names = stack.pop(2);
                if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
                    throw in.refused("a name that is no text", "module and name");
                }
                stack.push(objects.global(module + '.' + name));
            }
            case 'Q' -> stack.push(objects.persistent(stack.pop()));
            case 'R' -> {
                Object arguments = stack.pop();
                stack.push(objects.reduced(stack.pop(), arguments));
            }
            case 'b' -> {
                Object state = stack.pop();
                objects.checkState(stack.top(), state);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        if (!(stack.top() instanceof List<?> list)) {
            throw in.refused("items for " + PickleValues.kind(stack.top()), "a list");
        }
        ((List<Object>) list).addAll(items);
    }

    private void addItems(List<Object> items) {
        if (!(stack.top() instanceof PickleValues.Bag bag)) {
            throw in.refused("items for " + PickleValues.kind(stack.top()), "a set");
        }
        bag.items().addAll(items);
    }

    private void setItems(List<Object> items) {
        if (!(stack.top() instanceof PickleValues.Dict dict) || items.size() % 2 != 0) {
            throw in.refused("pairs for " + PickleValues.kind(stack.top()), "a dictionary and keys with values");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean)) {
                throw in.refused(PickleValues.kind(key) + " as a key", "a text, number or truth value");
            }
            if (dict.entries().put(key, items.get(i + 1)) != null) {
                throw in.refused("key " + Refusals.shown(key.toString()) + " twice", "each key once");
            }
        }
    }
}
