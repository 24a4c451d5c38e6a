package dev.osediff.checkpoint;

import java.util.Map;

/** The storage classes of PyTorch and the element types they stand for. */
final class TorchTypes {
    private static final Map<String, DataType> TYPES = Map.of(
            "torch.FloatStorage", DataType.F32,
            "torch.HalfStorage", DataType.F16,
            "torch.BFloat16Storage", DataType.BF16,
            "torch.DoubleStorage", DataType.F64,
            "torch.LongStorage", DataType.I64,
            "torch.IntStorage", DataType.I32,
            "torch.ShortStorage", DataType.I16,
            "torch.CharStorage", DataType.I8,
            "torch.ByteStorage", DataType.U8,
            "torch.BoolStorage", DataType.BOOL);

    private TorchTypes() {}

    static boolean isStorage(String name) {
        return TYPES.containsKey(name);
    }

    /** Returns the element type of a storage class that {@link #isStorage} knows. */
    static DataType type(String storage) {
        return TYPES.get(storage);
    }

    /** Returns the storage class of an element type, without its module. */
    static String storage(DataType type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(entry -> entry.getKey().substring("torch.".length()))
                .findFirst()
                .orElseThrow();
    }
}
