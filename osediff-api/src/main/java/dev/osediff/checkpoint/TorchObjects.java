package dev.osediff.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The few classes and functions that a pickle of tensors names, as data: what each would make is described, not made.
 * Every other name is refused.
 */
final class TorchObjects {
    private static final String ORDERED_DICT = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String SIZE = "torch.Size";

    private final PickleInput in;
    private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
    private int tensors;

    TorchObjects(PickleInput in) {
        this.in = in;
    }

    /** Returns the storages that were named, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    /** Accepts a name. */
    Object global(String name) {
        boolean isKnown = List.of(ORDERED_DICT, TENSOR, PARAMETER, SIZE).contains(name) || TorchTypes.isStorage(name);
        if (!isKnown) {
            throw in.refused("the name " + Refusals.shown(name), "dictionaries and tensors; nothing is run");
        }
        return new PickleValues.Global(name);
    }

    /** Describes what a call of a function would return. */
    Object reduced(Object function, Object arguments) {
        String name = function instanceof PickleValues.Global global ? global.name() : PickleValues.kind(function);
        List<Object> values = items(arguments, "arguments of " + name);
        switch (name) {
            case ORDERED_DICT -> {
                require(values.size() <= 1, name, values.size() + " arguments", "none, or a list of pairs");
                return values.isEmpty() ? new PickleValues.Dict() : dictionary(name, values.get(0));
            }
            case SIZE -> {
                require(values.size() == 1, name, values.size() + " arguments", "one");
                return new PickleValues.Tuple(items(values.get(0), name));
            }
            case PARAMETER -> {
                boolean isTensor = values.size() == 3 && values.get(0) instanceof TorchTensor;
                require(isTensor, name, values.size() + " arguments", "a tensor and two more");
                return values.get(0);
            }
            case TENSOR -> {
                require(values.size() >= 6 && values.size() <= 7, name, values.size() + " arguments", "6 or 7");
                return tensor(name, values);
            }
            default -> throw in.refused("a call of " + Refusals.shown(name), "none but of tensors and dictionaries");
        }
    }

    /** Describes a dictionary that is made of pairs at once, as Python 2 wrote it: each a list of key and value. */
    private PickleValues.Dict dictionary(String name, Object pairs) {
        require(pairs instanceof List, name, PickleValues.kind(pairs), "a list of pairs");
        PickleValues.Dict dict = new PickleValues.Dict();
        for (Object pair : (List<?>) pairs) {
            List<?> items = pair instanceof PickleValues.Tuple tuple
                    ? tuple.items()
                    : pair instanceof List<?> l ? l : List.of();
            require(items.size() == 2, name, "an entry of " + items.size() + " items", "key and value");
            require(items.get(0) instanceof String, name, PickleValues.kind(items.get(0)) + " as a key", "a text");
            Object before = dict.entries().put(items.get(0), items.get(1));
            require(before == null, name, "key " + items.get(0) + " twice", "each key once");
        }
        return dict;
    }

    private TorchTensor tensor(String name, List<Object> values) {
        boolean isView = values.get(0) instanceof TorchStorage && values.get(1) instanceof Long;
        require(isView, name, PickleValues.kind(values.get(0)), "a storage and an offset");
        List<Object> size = items(values.get(2), "shape");
        List<Object> step = items(values.get(3), "stride");
        require(size.size() == step.size(), name, step.size() + " strides", "one for each of " + size.size() + " axes");
        require(size.size() <= TensorNames.MOST_AXES, name, size.size() + " axes", "at most " + TensorNames.MOST_AXES);
        int[] shape = new int[size.size()];
        long[] stride = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            long axis = integer(size.get(i), "axis");
            require(axis >= 0 && axis <= Integer.MAX_VALUE, name, "an axis of " + axis, "0 to 2147483647");
            shape[i] = (int) axis;
            stride[i] = integer(step.get(i), "stride");
        }
        TorchStorage storage = (TorchStorage) values.get(0);
        TorchTensor tensor = new TorchTensor(storage, (Long) values.get(1), shape, stride);
        String problem = tensor.problem();
        String limit = "a view of the " + storage.elements() + " elements of storage " + storage.key() + ", at most "
                + TensorNames.MOST_ELEMENTS;
        require(problem == null, name, problem, limit);
        tensors++;
        require(tensors <= TensorNames.MOST_TENSORS, name, "more tensors", "at most " + TensorNames.MOST_TENSORS);
        return tensor;
    }

    /** Describes a storage: ("storage", its class, key, device, number of elements), and None where old files have views. */
    TorchStorage persistent(Object id) {
        List<Object> values = items(id, "storage");
        boolean isWhole = values.size() == 5 || values.size() == 6 && values.get(5) == PickleValues.NONE;
        boolean isStorage = isWhole
                && "storage".equals(values.get(0))
                && values.get(1) instanceof PickleValues.Global
                && values.get(2) instanceof String
                && values.get(4) instanceof Long;
        require(isStorage, "storage", values.size() + " parts", "kind, class, key, device and length");
        String type = ((PickleValues.Global) values.get(1)).name();
        require(TorchTypes.isStorage(type), "storage", "class " + type, "a storage class");
        String key = (String) values.get(2);
        TorchStorage storage = new TorchStorage(key, TorchTypes.type(type), (Long) values.get(4));
        require(storage.elements() >= 0, "storage", storage.elements() + " elements", "at least 0");
        TorchStorage known = storages.putIfAbsent(key, storage);
        require(known == null || known.equals(storage), "storage", "two descriptions of " + key, "one");
        require(storages.size() <= TensorNames.MOST_TENSORS, "storage", "more", "at most " + TensorNames.MOST_TENSORS);
        return storage;
    }

    /** Accepts the attributes of a dictionary, which are ignored; {@code state_dict} has its {@code _metadata} there. */
    void checkState(Object target, Object state) {
        boolean isDictionary = target instanceof PickleValues.Dict && state instanceof PickleValues.Dict;
        require(isDictionary, "a state", PickleValues.kind(target), "an OrderedDict with attributes");
    }

    private List<Object> items(Object value, String what) {
        if (!(value instanceof PickleValues.Tuple tuple)) {
            throw in.refused(what + ": " + PickleValues.kind(value), "a tuple");
        }
        return tuple.items();
    }

    private long integer(Object value, String what) {
        if (!(value instanceof Long number)) {
            throw in.refused(what + ": " + PickleValues.kind(value), "an integer");
        }
        return number;
    }

    private void require(boolean condition, String what, String found, String limit) {
        if (!condition) {
            throw in.refused(Refusals.shown(what) + ": " + Refusals.shown(found), limit);
        }
    }
}
