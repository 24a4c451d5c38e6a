package dev.osediff.cuda.twin;

import dev.osediff.cuda.kernel.NormPlan;
import dev.osediff.cuda.kernel.NormShape;

/** The norm kernels in plain Java: the same slabs, each sum in the same order. */
public final class NormTwin {
    private static final int WARP = 32;

    private final NormPlan plan;
    private final NormShape shape;
    private final float[] x;
    private final int most;

    private NormTwin(NormPlan plan, float[] x) {
        this.plan = plan;
        shape = plan.shape();
        this.x = x;
        most = (shape.pixels() + plan.slabs() - 1) / plan.slabs();
    }

    /** Returns the normalised picture. */
    public static float[] run(NormPlan plan, float[] x, float[] gamma, float[] beta) {
        NormTwin twin = new NormTwin(plan, x);
        float[] y = new float[x.length];
        for (int i = 0; i < plan.shape().batch() * plan.shape().groups(); i++) {
            twin.runGroup(i / plan.shape().groups(), i % plan.shape().groups(), gamma, beta, y);
        }
        return y;
    }

    private int slabPixels(int slab) {
        return Math.max(0, Math.min(most, shape.pixels() - slab * most));
    }

    private int at(int batch, int group, int firstPixel, int index) {
        int width = shape.groupWidth();
        return (batch * shape.pixels() + firstPixel + index / width) * shape.channels() + group * width + index % width;
    }

    private void runGroup(int batch, int group, float[] gamma, float[] beta, float[] y) {
        float count = 0;
        float mean = 0;
        float squares = 0;
        for (int slab = 0; slab < plan.slabs(); slab++) {
            int elements = slabPixels(slab) * shape.groupWidth();
            if (elements == 0) {
                continue;
            }
            int first = slab * most;
            float slabMean = blockSum(elements, i -> x[at(batch, group, first, i)], false) / elements;
            float slabSquares = blockSum(elements, i -> x[at(batch, group, first, i)] - slabMean, true);
            float all = count + elements;
            float distance = slabMean - mean;
            mean += distance * (elements / all);
            squares += slabSquares + distance * distance * (count * (elements / all));
            count = all;
        }
        float inverse = (float) (1 / Math.sqrt(squares / count + shape.epsilon()));
        for (int i = 0; i < shape.pixels() * shape.groupWidth(); i++) {
            int at = at(batch, group, 0, i);
            int channel = at % shape.channels();
            float value = Math.fma((x[at] - mean) * inverse, gamma[channel], beta[channel]);
            y[at] = shape.silu() ? (float) (value / (1 + Math.exp(-value))) : value;
        }
    }

    private interface Elements {
        float at(int index);
    }

    private static float blockSum(int count, Elements elements, boolean squared) {
        float[] parts = new float[NormPlan.THREADS];
        for (int i = 0; i < count; i++) {
            float value = elements.at(i);
            int thread = i % parts.length;
            parts[thread] = squared ? Math.fma(value, value, parts[thread]) : parts[thread] + value;
        }
        float sum = 0;
        for (int warp = 0; warp < parts.length; warp += WARP) {
            for (int distance = WARP / 2; distance > 0; distance /= 2) {
                for (int lane = 0; lane < distance; lane++) {
                    parts[warp + lane] += parts[warp + lane + distance];
                }
            }
            sum += parts[warp];
        }
        return sum;
    }
}
