package dev.osediff.backend.plain;

import dev.osediff.network.Tensor;

/** Largest values of square windows. */
final class Pooling {
    private final Workers workers;

    Pooling(Workers workers) {
        this.workers = workers;
    }

    /** Returns the largest value of each window of {@code kernel}² pixels, windows {@code stride} pixels apart. */
    Tensor largest(Tensor x, int kernel, int stride) {
        int inHeight = x.dim(2);
        int inWidth = x.dim(3);
        if (kernel > inHeight || kernel > inWidth) {
            throw new IllegalArgumentException("windows of " + kernel + " do not fit " + x);
        }
        int height = (inHeight - kernel) / stride + 1;
        int width = (inWidth - kernel) / stride + 1;
        float[] in = x.data();
        Tensor result = Tensor.zeros(x.dim(0), x.dim(1), height, width);
        float[] out = result.data();
        workers.run(x.dim(0) * x.dim(1), plane -> {
            int at = plane * height * width;
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < width; i++) {
                    int from = (plane * inHeight + y * stride) * inWidth + i * stride;
                    float largest = in[from];
                    for (int row = from; row < from + kernel * inWidth; row += inWidth) {
                        for (int tap = row; tap < row + kernel; tap++) {
                            largest = Math.max(largest, in[tap]);
                        }
                    }
                    out[at++] = largest;
                }
            }
        });
        return result;
    }
}
