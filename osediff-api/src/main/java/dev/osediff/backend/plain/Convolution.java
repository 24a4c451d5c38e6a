package dev.osediff.backend.plain;

import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;
import java.util.Arrays;

/** Convolutions of any size and stride: Winograd where it suits, otherwise patches gathered into a matrix product. */
final class Convolution {
    private static final int KERNEL = 3;

    /** Floats of gathered patches that one part holds, about half of a second-level cache. */
    private static final int PATCH_FLOATS = 128 << 10;

    private static final int LEAST_PIXELS = 64;
    private static final int MOST_PIXELS = 1024;

    private final RunContext context;
    private final Winograd winograd;

    Convolution(RunContext context) {
        this.context = context;
        this.winograd = new Winograd(context);
    }

    Tensor convolve(Tensor x, Tensor weight, Tensor bias, Conv2dSpec spec) {
        if (x.rank() != 4 || weight.rank() != 4 || x.dim(1) != weight.dim(1)) {
            throw new IllegalArgumentException("a convolution of " + x + " with " + weight + " does not fit");
        }
        boolean same = weight.dim(2) == KERNEL && weight.dim(3) == KERNEL && spec.equals(Conv2dSpec.SAME_3X3);
        if (same && Winograd.suits(x.dim(1), weight.dim(0), x.dim(2), x.dim(3))) {
            return winograd.convolve(x, weight, bias);
        }
        return direct(x, weight, bias, spec);
    }

    private Tensor direct(Tensor x, Tensor weight, Tensor bias, Conv2dSpec spec) {
        Patches patches = new Patches(x, weight.dim(2), weight.dim(3), spec);
        if (patches.outHeight < 1 || patches.outWidth < 1) {
            throw new IllegalArgumentException(x + " is too small for " + weight + " with " + spec);
        }
        int out = weight.dim(0);
        int depth = patches.depth();
        int pixels = patches.outHeight * patches.outWidth;
        boolean gathered = !patches.isPlain();
        int block = Math.max(LEAST_PIXELS, Math.min(MOST_PIXELS, PATCH_FLOATS / depth / LEAST_PIXELS * LEAST_PIXELS));
        int blocks = (pixels + block - 1) / block;
        Tensor result = Tensor.zeros(x.dim(0), out, patches.outHeight, patches.outWidth);
        context.workers().run(x.dim(0) * blocks, part -> {
            int image = part / blocks;
            int from = part % blocks * block;
            int n = Math.min(block, pixels - from);
            int to = image * out * pixels + from;
            if (gathered) {
                float[] columns = context.scratch().take(depth * n);
                patches.gather(image, from, n, columns);
                context.gemm()
                        .multiply(out, n, depth, weight.data(), 0, depth, columns, 0, n, result.data(), to, pixels);
                context.scratch().give(columns);
            } else {
                int at = image * depth * pixels + from;
                context.gemm()
                        .multiply(
                                out,
                                n,
                                depth,
                                weight.data(),
                                0,
                                depth,
                                x.data(),
                                at,
                                pixels,
                                result.data(),
                                to,
                                pixels);
            }
            if (bias != null) {
                for (int o = 0; o < out; o++) {
                    addTo(result.data(), to + o * pixels, n, bias.data()[o]);
                }
            }
        });
        return result;
    }

    private static void addTo(float[] values, int from, int count, float add) {
        for (int i = from; i < from + count; i++) {
            values[i] += add;
        }
    }

    /** The patches under a kernel, one column per output pixel. */
    private static final class Patches {
        private final Tensor x;
        private final int kernelHeight;
        private final int kernelWidth;
        private final Conv2dSpec spec;
        private final int outHeight;
        private final int outWidth;

        Patches(Tensor x, int kernelHeight, int kernelWidth, Conv2dSpec spec) {
            this.x = x;
            this.kernelHeight = kernelHeight;
            this.kernelWidth = kernelWidth;
            this.spec = spec;
            this.outHeight = spec.outputHeight(x.dim(2), kernelHeight);
            this.outWidth = spec.outputWidth(x.dim(3), kernelWidth);
        }

        int depth() {
            return x.dim(1) * kernelHeight * kernelWidth;
        }

        /** Tells whether the map itself is the matrix. */
        boolean isPlain() {
            return kernelHeight == 1 && kernelWidth == 1 && spec.equals(Conv2dSpec.POINTWISE);
        }

        void gather(int image, int from, int count, float[] columns) {
            int height = x.dim(2);
            int width = x.dim(3);
            int row = 0;
            for (int c = 0; c < x.dim(1); c++) {
                int plane = (image * x.dim(1) + c) * height * width;
                for (int ky = 0; ky < kernelHeight; ky++) {
                    for (int kx = 0; kx < kernelWidth; kx++) {
                        gatherTap(plane, ky, kx, from, count, columns, row);
                        row += count;
                    }
                }
            }
        }

        private void gatherTap(int plane, int ky, int kx, int from, int count, float[] columns, int to) {
            int done = 0;
            while (done < count) {
                int oy = (from + done) / outWidth;
                int ox = (from + done) % outWidth;
                int run = Math.min(outWidth - ox, count - done);
                int y = oy * spec.stride() + ky - spec.top();
                int x0 = ox * spec.stride() + kx - spec.left();
                if (y < 0 || y >= x.dim(2)) {
                    Arrays.fill(columns, to + done, to + done + run, 0);
                } else {
                    gatherLine(plane + y * x.dim(3), x0, run, columns, to + done);
                }
                done += run;
            }
        }

        private void gatherLine(int line, int x0, int run, float[] columns, int to) {
            int stride = spec.stride();
            int width = x.dim(3);
            int low = Math.min(run, x0 >= 0 ? 0 : (-x0 + stride - 1) / stride);
            int high = Math.max(low, Math.min(run, Math.floorDiv(width - 1 - x0, stride) + 1));
            Arrays.fill(columns, to, to + low, 0);
            if (stride == 1) {
                System.arraycopy(x.data(), line + x0 + low, columns, to + low, high - low);
            } else {
                float[] data = x.data();
                for (int i = low; i < high; i++) {
                    columns[to + i] = data[line + x0 + i * stride];
                }
            }
            Arrays.fill(columns, to + high, to + run, 0);
        }
    }
}
