package dev.osediff.ort.onnx;

/**
 * A named constant of a graph, its bytes in the graph itself or in a file beside it.
 *
 * @param name unique among the graph's values
 * @param type of the elements
 * @param shape axes
 * @param raw little-endian elements, or null if they are in a file
 * @param file name of a file in the graph's own folder, or null
 * @param offset of the first byte in that file
 */
public record OnnxConstant(String name, ElementType type, int[] shape, byte[] raw, String file, long offset) {
    private static final int EXTERNAL = 1;

    /** Returns a constant whose elements are in the graph. */
    public static OnnxConstant inline(String name, ElementType type, byte[] raw, int... shape) {
        return new OnnxConstant(name, type, shape, raw, null, 0);
    }

    /** Returns a constant whose elements are in a file beside the graph. */
    public static OnnxConstant external(String name, ElementType type, String file, long offset, int... shape) {
        return new OnnxConstant(name, type, shape, null, file, offset);
    }

    Message message() {
        Message tensor = new Message();
        long elements = 1;
        for (int axis : shape) {
            tensor.integer(1, axis);
            elements *= axis;
        }
        tensor.integer(2, type.number()).text(8, name);
        if (raw != null) {
            return tensor.bytes(9, raw);
        }
        return tensor.message(13, entry("location", file))
                .message(13, entry("offset", Long.toString(offset)))
                .message(13, entry("length", Long.toString(elements * type.bytes())))
                .integer(14, EXTERNAL);
    }

    private static Message entry(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }
}
