package dev.osediff.checkpoint;

/**
 * A tensor that is to be written.
 *
 * @param name its name, without control characters
 * @param type the element type that it is written in
 * @param shape its axes, at most 8
 */
public record TensorEntry(String name, DataType type, int... shape) {
    /** Refuses what readers would refuse, with an {@link IllegalArgumentException}. */
    public TensorEntry {
        if (!TensorNames.isPrintable(name) || name.equals(SafeTensorsHeader.METADATA)) {
            throw new IllegalArgumentException("no tensor may be named " + Refusals.shown(name));
        }
        if (shape.length > TensorNames.MOST_AXES) {
            throw new IllegalArgumentException("tensor " + name + " has " + shape.length + " axes");
        }
        shape = shape.clone();
    }

    /** Returns a copy of the axes. */
    @Override
    public int[] shape() {
        return shape.clone();
    }
}
