package dev.osediff.network.tiled;

import dev.osediff.network.Ops;
import dev.osediff.tile.Rect;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A value of {@link TiledOps}: a map or a sequence of tokens in tiles, or one value that all tiles share, such as a
 * parameter. Immutable.
 *
 * @param <T> the value type of the operations that are wrapped
 */
public final class TiledValue<T> {
    private final Form form;
    private final TileLayout layout;
    private final List<T> parts;

    /** What the parts are. */
    private enum Form {
        /** One part, for all tiles. */
        SHARED,
        /** A part [N, C, height, width] for each tile of the layout. */
        MAP,
        /** A part [N, height · width, C] for each tile of the layout. */
        TOKENS
    }

    private TiledValue(Form form, TileLayout layout, List<T> parts) {
        this.form = form;
        this.layout = layout;
        this.parts = List.copyOf(parts);
    }

    /** Wraps a value that all tiles share. */
    public static <T> TiledValue<T> shared(T value) {
        return new TiledValue<>(Form.SHARED, null, List.of(value));
    }

    /**
     * Wraps the tiles of one map.
     *
     * @param ops tell the shapes of the parts
     * @param parts one [N, C, height, width] for each part of the layout, in its order
     * @throws IllegalArgumentException if there are more or fewer, or one has other sides
     */
    static <T> TiledValue<T> map(Ops<T> ops, TileLayout layout, List<T> parts) {
        if (parts.size() != layout.size()) {
            throw new IllegalArgumentException(
                    "a layout of " + layout.size() + " tiles does not fit " + parts.size() + " parts");
        }
        for (int i = 0; i < parts.size(); i++) {
            int[] shape = ops.shape(parts.get(i));
            Rect part = layout.parts().get(i);
            if (shape.length != 4 || shape[2] != part.height() || shape[3] != part.width()) {
                throw new IllegalArgumentException("a tile of " + part + " cannot hold " + Arrays.toString(shape));
            }
        }
        return new TiledValue<>(Form.MAP, layout, parts);
    }

    /** Returns the same tiles with the tokens of each. */
    TiledValue<T> withTokens(List<T> tokens) {
        return new TiledValue<>(Form.TOKENS, layout, tokens);
    }

    /** Returns the same kind of value with other parts. */
    TiledValue<T> with(List<T> other) {
        return new TiledValue<>(form, layout, other);
    }

    /** Returns the same kind of value with the result of an operation on each part. */
    TiledValue<T> each(UnaryOperator<T> operation) {
        return with(parts.stream().map(operation).toList());
    }

    /** Refuses a value of another form or layout. */
    void requireAlike(TiledValue<T> other) {
        if (form != other.form || !Objects.equals(layout, other.layout)) {
            throw new IllegalArgumentException("values in different tiles do not fit: " + form + " " + layout + " and "
                    + other.form + " " + other.layout);
        }
    }

    /** Tells whether there is but one part: what an engine does alone is then right. */
    boolean isSingle() {
        return parts.size() == 1;
    }

    boolean isShared() {
        return form == Form.SHARED;
    }

    boolean isMap() {
        return form == Form.MAP;
    }

    /** Tells whether tiles cut this axis. */
    boolean cuts(int axis) {
        return form == Form.MAP && axis >= 2 || form == Form.TOKENS && axis == 1;
    }

    /** Returns where the tiles lie; null for a shared value. */
    TileLayout layout() {
        return layout;
    }

    /** Returns the tiles' values in the layout's order, or the one that they share. Unmodifiable. */
    public List<T> parts() {
        return parts;
    }

    /** Returns the value that all tiles share, and null for null: an operation's argument that may be left out. */
    static <T> T sharedOrNull(TiledValue<T> value) {
        return value == null ? null : value.sharedPart();
    }

    /**
     * Returns the value that all tiles share.
     *
     * @throws IllegalArgumentException if this is a value in tiles
     */
    T sharedPart() {
        if (!isShared()) {
            throw new IllegalArgumentException("a value in tiles stands where all tiles share one: " + layout);
        }
        return parts.get(0);
    }
}
