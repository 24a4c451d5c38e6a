package dev.osediff.ort.onnx;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param name of the value
 * @param type of the elements
 * @param axes a number for an axis of known length, another word for one that is known when it runs
 */
public record OnnxPort(String name, ElementType type, List<String> axes) {
    /** Copies the list. */
    public OnnxPort {
        axes = List.copyOf(axes);
    }

    Message message() {
        Message shape = new Message();
        for (String axis : axes) {
            Message dimension = new Message();
            if (axis.chars().allMatch(Character::isDigit)) {
                dimension.integer(1, Long.parseLong(axis));
            } else {
                dimension.text(2, axis);
            }
            shape.message(1, dimension);
        }
        Message tensor = new Message().integer(1, type.number()).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }
}
