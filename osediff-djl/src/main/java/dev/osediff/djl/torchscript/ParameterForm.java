package dev.osediff.djl.torchscript;

import dev.osediff.network.Tensor;

/** How a parameter lies in the archive: as it is, or rearranged once for the operation that uses it. */
enum ParameterForm {
    /** Row-major, as the checkpoint has it. */
    PLAIN(""),

    /** A filter [O, I, kh, kw] whose memory order is [O, kh, kw, I]: what convolutions of channels-last maps read. */
    CHANNELS_LAST("_channels_last"),

    /**
     * A 3×3 filter as [16, I, O], each [4, 4] of it G g Gᵀ: the factors of Winograd's F(2×2, 3×3) (Lavin and Gray 2016,
     * equation 7).
     */
    WINOGRAD("_winograd");

    private final String suffix;

    ParameterForm(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** Returns the values in the order of memory. */
    Tensor arrange(Tensor value) {
        return switch (this) {
            case PLAIN -> value;
            case CHANNELS_LAST -> channelsLast(value);
            case WINOGRAD -> winograd(value);
        };
    }

    /** Returns the shape that the engine sees for a parameter of a shape. */
    int[] shape(int[] shape) {
        return this == WINOGRAD ? new int[] {16, shape[1], shape[0]} : shape.clone();
    }

    /** Returns the steps in memory along each axis of {@link #shape}. */
    int[] strides(int[] shape) {
        if (this == CHANNELS_LAST) {
            return new int[] {shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]};
        }
        int[] seen = shape(shape);
        int[] strides = new int[seen.length];
        int step = 1;
        for (int axis = seen.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step = Math.multiplyExact(step, Math.max(seen[axis], 1));
        }
        return strides;
    }

    private static Tensor channelsLast(Tensor value) {
        int inputs = value.dim(1);
        int taps = value.dim(2) * value.dim(3);
        float[] from = value.data();
        float[] to = new float[from.length];
        for (int o = 0; o < value.dim(0); o++) {
            int base = o * inputs * taps;
            for (int i = 0; i < inputs; i++) {
                for (int tap = 0; tap < taps; tap++) {
                    to[base + tap * inputs + i] = from[base + i * taps + tap];
                }
            }
        }
        return Tensor.of(to, value.dim(0), value.dim(2), value.dim(3), inputs);
    }

    private static Tensor winograd(Tensor value) {
        int outputs = value.dim(0);
        int inputs = value.dim(1);
        int plane = Math.multiplyExact(inputs, outputs);
        float[] from = value.data();
        float[] to = new float[Math.multiplyExact(16, plane)];
        float[] rows = new float[12];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                int at = (o * inputs + i) * 9;
                for (int x = 0; x < 3; x++) {
                    transform(from, at + x, 3, rows, x, 3);
                }
                for (int y = 0; y < 4; y++) {
                    transform(rows, 3 * y, 1, to, 4 * y * plane + i * outputs + o, plane);
                }
            }
        }
        return Tensor.of(to, 16, inputs, outputs);
    }

    /** G g for one column: (a, (a + b + c) / 2, (a − b + c) / 2, c). */
    private static void transform(float[] g, int at, int step, float[] to, int toAt, int toStep) {
        float a = g[at];
        float b = g[at + step];
        float c = g[at + 2 * step];
        to[toAt] = a;
        to[toAt + toStep] = 0.5f * (a + b + c);
        to[toAt + 2 * toStep] = 0.5f * (a - b + c);
        to[toAt + 3 * toStep] = c;
    }
}
