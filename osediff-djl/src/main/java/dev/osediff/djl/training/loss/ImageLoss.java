package dev.osediff.djl.training.loss;

import dev.osediff.djl.ops.TrainingOps;
import dev.osediff.network.Conv2dSpec;
import dev.osediff.network.Tensor;

/**
 * Mean absolute error plus the mean absolute error of each band of a Laplacian pyramid, which weighs edges and texture
 * more than brightness (Burt and Adelson 1983; as a loss: Bojanowski et al. 2018, without their level weights).
 */
public final class ImageLoss {
    private static final float[] BINOMIAL = {1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f};

    private ImageLoss() {}

    /**
     * Computes mean|d| + pyramidWeight · Σ_levels mean|d_l − blur(d_l)| with d = result − target; d_l is d, blurred and
     * halved l times.
     *
     * @param result [N, C, H, W], in any type
     * @param target [N, C, H, W], float32
     */
    public static <T> T of(TrainingOps<T> ops, T result, T target, int levels, float pyramidWeight) {
        T difference = ops.subtract(ops.toFloat32(result), target);
        int[] shape = ops.shape(difference);
        T loss = ops.mean(ops.abs(difference));
        T level = ops.reshape(difference, shape[0] * shape[1], 1, shape[2], shape[3]);
        T kernel = ops.toFloat32(ops.constant(binomial()));
        for (int i = 0; i < levels; i++) {
            T blurred = ops.conv2d(level, kernel, null, Conv2dSpec.padded(1, 2));
            T band = ops.mean(ops.abs(ops.subtract(level, blurred)));
            loss = ops.add(loss, ops.scale(band, pyramidWeight));
            if (i < levels - 1) {
                level = ops.conv2d(level, kernel, null, Conv2dSpec.padded(2, 2));
            }
        }
        return loss;
    }

    /**
     * Computes mean|p(|∂result|) − p(|∂target|)|, summed over the horizontal and vertical differences ∂ of neighbours; p
     * blurs and halves twice. It asks for as much contrast as the target has thereabouts, wherever exactly it lies: what a
     * mean absolute error alone smooths away.
     *
     * @param result [N, C, H, W], in any type
     * @param target [N, C, H, W], float32
     */
    public static <T> T localContrast(TrainingOps<T> ops, T result, T target) {
        T across = contrast(ops, result, target, Tensor.of(new float[] {1, -1}, 1, 1, 1, 2));
        return ops.add(across, contrast(ops, result, target, Tensor.of(new float[] {1, -1}, 1, 1, 2, 1)));
    }

    private static <T> T contrast(TrainingOps<T> ops, T result, T target, Tensor difference) {
        T found = pooled(ops, ops.toFloat32(result), difference);
        return ops.mean(ops.abs(ops.subtract(found, pooled(ops, target, difference))));
    }

    private static <T> T pooled(TrainingOps<T> ops, T picture, Tensor difference) {
        int[] shape = ops.shape(picture);
        T planes = ops.reshape(picture, shape[0] * shape[1], 1, shape[2], shape[3]);
        T slope = ops.abs(ops.conv2d(planes, ops.toFloat32(ops.constant(difference)), null, Conv2dSpec.POINTWISE));
        T kernel = ops.toFloat32(ops.constant(binomial()));
        T half = ops.conv2d(slope, kernel, null, Conv2dSpec.padded(2, 2));
        return ops.conv2d(half, kernel, null, Conv2dSpec.padded(2, 2));
    }

    private static Tensor binomial() {
        float[] kernel = new float[25];
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 5; x++) {
                kernel[5 * y + x] = BINOMIAL[y] * BINOMIAL[x];
            }
        }
        return Tensor.of(kernel, 1, 1, 5, 5);
    }
}
