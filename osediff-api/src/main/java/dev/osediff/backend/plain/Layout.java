package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;
import java.util.List;

/** Operations that only move values. */
final class Layout {
    /** Values that one task moves at least. */
    private static final int MOVED_VALUES = 1 << 16;

    private final Workers workers;

    Layout(Workers workers) {
        this.workers = workers;
    }

    Tensor upsampleNearest(Tensor x, int height, int width) {
        int inHeight = x.dim(2);
        int inWidth = x.dim(3);
        int[] columns = new int[width];
        for (int i = 0; i < width; i++) {
            columns[i] = (int) ((long) i * inWidth / width);
        }
        float[] in = x.data();
        Tensor result = Tensor.zeros(x.dim(0), x.dim(1), height, width);
        float[] out = result.data();
        workers.run(x.dim(0) * x.dim(1), plane -> {
            for (int y = 0; y < height; y++) {
                int from = (plane * inHeight + (int) ((long) y * inHeight / height)) * inWidth;
                int to = (plane * height + y) * width;
                for (int i = 0; i < width; i++) {
                    out[to + i] = in[from + columns[i]];
                }
            }
        });
        return result;
    }

    Tensor interleave(List<Tensor> phases) {
        Tensor first = phases.get(0);
        int height = first.dim(2);
        int width = first.dim(3);
        Tensor result = Tensor.zeros(first.dim(0), first.dim(1), 2 * height, 2 * width);
        workers.run(first.dim(0) * first.dim(1), plane -> {
            for (int p = 0; p < 4; p++) {
                float[] in = phases.get(p).data();
                for (int y = 0; y < height; y++) {
                    int to = ((plane * height + y) * 2 + p / 2) * 2 * width + p % 2;
                    spread(in, (plane * height + y) * width, width, result.data(), to, 2);
                }
            }
        });
        return result;
    }

    Tensor pixelUnshuffle(Tensor x, int f) {
        require(x.dim(2) % f == 0 && x.dim(3) % f == 0, x + " does not part into blocks of " + f);
        int height = x.dim(2) / f;
        int width = x.dim(3) / f;
        Tensor result = Tensor.zeros(x.dim(0), x.dim(1) * f * f, height, width);
        workers.run(x.dim(0) * x.dim(1) * f * f, plane -> {
            int dy = plane % (f * f) / f;
            int dx = plane % f;
            for (int y = 0; y < height; y++) {
                int from = ((plane / (f * f) * height + y) * f + dy) * width * f + dx;
                int to = (plane * height + y) * width;
                for (int i = 0; i < width; i++) {
                    result.data()[to + i] = x.data()[from + i * f];
                }
            }
        });
        return result;
    }

    Tensor pixelShuffle(Tensor x, int f) {
        require(x.dim(1) % (f * f) == 0, x + " does not make blocks of " + f);
        int height = x.dim(2);
        int width = x.dim(3);
        Tensor result = Tensor.zeros(x.dim(0), x.dim(1) / (f * f), height * f, width * f);
        workers.run(x.dim(0) * x.dim(1), plane -> {
            int dy = plane % (f * f) / f;
            int dx = plane % f;
            for (int y = 0; y < height; y++) {
                int to = ((plane / (f * f) * height + y) * f + dy) * width * f + dx;
                spread(x.data(), (plane * height + y) * width, width, result.data(), to, f);
            }
        });
        return result;
    }

    private static void spread(float[] in, int from, int count, float[] out, int to, int step) {
        for (int i = 0; i < count; i++) {
            out[to + i * step] = in[from + i];
        }
    }

    /** Gathers rows of a table [V, C] for ids [N, L]. */
    Tensor rows(Tensor ids, Tensor table) {
        require(ids.rank() == 2 && table.rank() == 2, "no rows of " + table + " for " + ids);
        int width = table.dim(1);
        Tensor result = Tensor.zeros(ids.dim(0), ids.dim(1), width);
        for (int i = 0; i < ids.data().length; i++) {
            float id = ids.data()[i];
            require(id >= 0 && id < table.dim(0) && id == (int) id, "id " + id + " is no row of " + table);
            System.arraycopy(table.data(), (int) id * width, result.data(), i * width, width);
        }
        return result;
    }

    /** Picks tokens of [N, L, C]. */
    Tensor tokens(Tensor x, int[] order) {
        require(x.rank() == 3 && order.length > 0, "no " + order.length + " tokens of " + x);
        int length = x.dim(1);
        int width = x.dim(2);
        for (int token : order) {
            require(token >= 0 && token < length, "token " + token + " is not in " + x);
        }
        Tensor result = Tensor.zeros(x.dim(0), order.length, width);
        workers.range(x.dim(0) * order.length, Math.max(1, MOVED_VALUES / width), (from, to) -> {
            for (int i = from; i < to; i++) {
                int token = i / order.length * length + order[i % order.length];
                System.arraycopy(x.data(), token * width, result.data(), i * width, width);
            }
        });
        return result;
    }

    /** Swaps the last two axes of [N, A, B]. */
    Tensor transposed(Tensor x, int batch, int rows, int columns, int... shape) {
        int tile = 32;
        float[] out = new float[x.data().length];
        float[] in = x.data();
        int bands = (rows + tile - 1) / tile;
        workers.run(batch * bands, part -> {
            int image = part / bands * rows * columns;
            int first = part % bands * tile;
            int last = Math.min(rows, first + tile);
            for (int column = 0; column < columns; column++) {
                for (int row = first; row < last; row++) {
                    out[image + column * rows + row] = in[image + row * columns + column];
                }
            }
        });
        return Tensor.of(out, shape);
    }

    Tensor concat(List<Tensor> parts, int axis) {
        int[] shape = parts.get(0).shape();
        shape[axis] = 0;
        for (Tensor part : parts) {
            for (int i = 0; i < shape.length; i++) {
                require(part.rank() == shape.length && (i == axis || part.dim(i) == shape[i]), parts + " do not join");
            }
            shape[axis] += part.dim(axis);
        }
        Tensor result = Tensor.zeros(shape);
        int outer = product(shape, 0, axis);
        int inner = product(shape, axis + 1, shape.length);
        int at = 0;
        for (Tensor part : parts) {
            int run = part.dim(axis) * inner;
            int start = at;
            workers.run(
                    outer,
                    i -> System.arraycopy(part.data(), i * run, result.data(), i * shape[axis] * inner + start, run));
            at += run;
        }
        return result;
    }

    Tensor slice(Tensor x, int axis, int from, int to) {
        int[] shape = x.shape();
        require(from >= 0 && from <= to && to <= shape[axis], x + " has no elements " + from + " to " + to);
        int inner = product(shape, axis + 1, shape.length);
        int rowLength = shape[axis] * inner;
        shape[axis] = to - from;
        int run = shape[axis] * inner;
        Tensor result = Tensor.zeros(shape);
        for (int i = 0; i < product(shape, 0, axis); i++) {
            System.arraycopy(x.data(), i * rowLength + from * inner, result.data(), i * run, run);
        }
        return result;
    }

    private static void require(boolean fits, String text) {
        if (!fits) {
            throw new IllegalArgumentException(text);
        }
    }

    private static int product(int[] shape, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= shape[i];
        }
        return product;
    }
}
