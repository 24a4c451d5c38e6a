package dev.osediff.cuda.twin;

import dev.osediff.cuda.kernel.AttentionPlan;
import dev.osediff.cuda.kernel.AttentionShape;
import dev.osediff.cuda.kernel.AttentionTile;
import java.util.Arrays;

/** The attention kernel in plain Java: the same tiles, the same recurrence, each sum in the same order. */
public final class AttentionTwin {
    private static final int LANES = 16;

    private final AttentionPlan plan;
    private final AttentionTile tile;
    private final AttentionShape shape;
    private final int channels;
    private final float[] keys;
    private final float[] values;
    private final float[] scores;
    private final float[] highest;
    private final float[][] sums;
    private final float[][] results;

    private AttentionTwin(AttentionPlan plan) {
        this.plan = plan;
        tile = plan.tile();
        shape = plan.shape();
        channels = shape.channels();
        keys = new float[channels * tile.keys()];
        values = new float[channels * tile.keys()];
        scores = new float[tile.keys()];
        highest = new float[tile.queries()];
        sums = new float[tile.queries()][LANES];
        results = new float[tile.queries()][channels];
    }

    /** Computes the attention into {@code o}. */
    public static void run(AttentionPlan plan, Strided q, Strided k, Strided v, Strided o) {
        AttentionTwin twin = new AttentionTwin(plan);
        for (int batch = 0; batch < twin.shape.batch(); batch++) {
            for (int head = 0; head < twin.shape.heads(); head++) {
                for (int block = 0; block < plan.launch().gridX(); block++) {
                    twin.runBlock(batch, head, block * twin.tile.queries(), new Strided[] {q, k, v, o});
                }
            }
        }
    }

    private void runBlock(int batch, int head, int firstRow, Strided[] tensors) {
        int rows = Math.min(tile.queries(), shape.queries() - firstRow);
        float[] query = new float[rows * channels];
        for (int row = 0; row < rows; row++) {
            highest[row] = Float.NEGATIVE_INFINITY;
            Arrays.fill(sums[row], 0);
            Arrays.fill(results[row], 0);
            for (int c = 0; c < channels; c++) {
                query[row * channels + c] = tensors[0].data()[tensors[0].at(batch, head, firstRow + row, c)];
            }
        }
        int end = shape.causal() ? Math.min(shape.keys(), firstRow + tile.queries()) : shape.keys();
        for (int firstKey = 0; firstKey < end; firstKey += tile.keys()) {
            loadKeys(batch, head, firstKey, tensors);
            for (int row = 0; row < rows; row++) {
                score(query, row);
                absorb(row, firstRow + row, firstKey);
            }
        }
        for (int row = 0; row < rows; row++) {
            float total = total(sums[row]);
            for (int c = 0; c < channels; c++) {
                tensors[3].data()[tensors[3].at(batch, head, firstRow + row, c)] = results[row][c] / total;
            }
        }
    }

    private void loadKeys(int batch, int head, int firstKey, Strided[] tensors) {
        for (int key = 0; key < tile.keys(); key++) {
            boolean inside = firstKey + key < shape.keys();
            for (int c = 0; c < channels; c++) {
                keys[c * tile.keys() + key] =
                        inside ? tensors[1].data()[tensors[1].at(batch, head, firstKey + key, c)] : 0;
                values[key * channels + c] =
                        inside ? tensors[2].data()[tensors[2].at(batch, head, firstKey + key, c)] : 0;
            }
        }
    }

    private void score(float[] query, int row) {
        Arrays.fill(scores, 0);
        int width = tile.keys();
        for (int c = 0; c < channels; c++) {
            float factor = query[row * channels + c];
            int from = c * width;
            for (int key = 0; key < width; key++) {
                scores[key] = Math.fma(factor, keys[from + key], scores[key]);
            }
        }
    }

    private void absorb(int row, int position, int firstKey) {
        float newHighest = highest[row];
        for (int key = 0; key < tile.keys(); key++) {
            int at = firstKey + key;
            boolean seen = at < shape.keys() && !(shape.causal() && at > position);
            scores[key] = seen ? scores[key] * plan.scaleLog2() : Float.NEGATIVE_INFINITY;
            newHighest = Math.max(newHighest, scores[key]);
        }
        float shrink = exp2(highest[row] - newHighest);
        highest[row] = newHighest;
        float[] sum = sums[row];
        for (int lane = 0; lane < LANES; lane++) {
            sum[lane] *= shrink;
        }
        float[] result = results[row];
        for (int c = 0; c < channels; c++) {
            result[c] *= shrink;
        }
        for (int key = 0; key < tile.keys(); key++) {
            float probability = exp2(scores[key] - newHighest);
            sum[key % LANES] += probability;
            int from = key * channels;
            for (int c = 0; c < channels; c++) {
                result[c] = Math.fma(probability, values[from + c], result[c]);
            }
        }
    }

    /** Adds the lanes' parts as the shuffles do: each with the one 8, 4, 2, 1 away. */
    private static float total(float[] parts) {
        float[] sum = parts.clone();
        for (int distance = LANES / 2; distance > 0; distance /= 2) {
            for (int lane = 0; lane < distance; lane++) {
                sum[lane] += sum[lane + distance];
            }
        }
        return sum[0];
    }

    private static float exp2(float value) {
        return (float) Math.exp(value * Math.log(2));
    }
}
