package dev.osediff.network.tiled;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Ops;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Convolutions and resampling of maps in tiles: what looks past a tile's border, and what moves borders. */
final class TiledConvolution<T> {
    private static final int KERNEL = 3;

    private final Ops<T> ops;
    private final TileMode mode;
    private final TileBorders<T> borders;

    TiledConvolution(Ops<T> ops, TileMode mode) {
        this.ops = ops;
        this.mode = mode;
        this.borders = new TileBorders<>(ops);
    }

    TiledValue<T> convolve(TiledValue<T> x, T weight, T bias, Conv2dSpec spec) {
        int[] kernel = ops.shape(weight);
        TileLayout layout = x.layout();
        int width = spec.outputWidth(layout.width(), kernel[3]);
        int height = spec.outputHeight(layout.height(), kernel[2]);
        TileLayout output = layout.reduced(spec.stride(), width, height);
        if (isAlone(x) || (kernel[2] == 1 && kernel[3] == 1 && spec.equals(Conv2dSpec.POINTWISE))) {
            List<T> parts = x.each(part -> ops.conv2d(part, weight, bias, spec)).parts();
            return TiledValue.map(ops, output, parts);
        }
        // Engines are fastest at 3x3 with padding on all sides: a ring more of products costs less than another kernel.
        boolean same = kernel[2] == KERNEL && kernel[3] == KERNEL && spec.equals(Conv2dSpec.SAME_3X3);
        List<T> parts = same
                ? borders.withNeighbours(x, 1, part -> ops.conv2d(part, weight, bias, spec))
                : borders.convolve(x, weight, bias, spec, output);
        return TiledValue.map(ops, output, parts);
    }

    /** Tells whether each tile is convolved as if it were a map. */
    private boolean isAlone(TiledValue<T> x) {
        return mode == TileMode.REFERENCE || x.isSingle();
    }

    TiledValue<T> upsample(TiledValue<T> x, int height, int width) {
        return resized(x, height, width, factor -> x.each(part -> {
                    int[] shape = ops.shape(part);
                    return ops.upsampleNearest2d(part, factor * shape[2], factor * shape[3]);
                })
                .parts());
    }

    /** Doubles each side, then convolves 3×3. */
    TiledValue<T> upsampleAndConvolve(TiledValue<T> x, T weight, T bias, int height, int width) {
        UnaryOperator<T> operation = part -> {
            int[] shape = ops.shape(part);
            return ops.upsampleConv2d(part, weight, bias, 2 * shape[2], 2 * shape[3]);
        };
        return resized(
                x,
                height,
                width,
                factor -> isAlone(x) ? x.each(operation).parts() : borders.withNeighbours(x, factor, operation));
    }

    private TiledValue<T> resized(TiledValue<T> x, int height, int width, IntFunction<List<T>> operation) {
        TileLayout layout = x.layout();
        int factor = height / layout.height();
        if (height != factor * layout.height() || width != factor * layout.width()) {
            throw new IllegalArgumentException("tiles are upsampled by whole factors, found " + layout.width() + " x "
                    + layout.height() + " to " + width + " x " + height);
        }
        return TiledValue.map(ops, layout.enlarged(factor), operation.apply(factor));
    }
}
