package dev.osediff.djl.training.data;

/**
 * Samples for one training step.
 *
 * @param index number of the batch in its stream
 * @param batchSize B
 * @param cropSizePixels S
 * @param high good pictures, [B, 3, S, S] row-major, values in [-1, 1]
 * @param low the degraded ones, enlarged to S × S with bicubic interpolation, likewise; empty in a stream of good
 *     pictures only
 */
public record Batch(long index, int batchSize, int cropSizePixels, float[] high, float[] low) {}
