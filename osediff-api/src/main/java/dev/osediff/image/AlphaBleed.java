package dev.osediff.image;

import java.util.Optional;

/**
 * Replaces the invisible colour of fully transparent pixels, so that whatever was hidden there cannot reach visible
 * pixels when the picture is resampled or enhanced. Time and memory are linear in the pixels; the result is
 * deterministic and does not depend on the hidden colours. Stateless and thread-safe.
 */
public final class AlphaBleed {
    private static final byte UNKNOWN = 0;
    private static final byte WAITING = 1;
    private static final byte KNOWN = 2;

    private AlphaBleed() {}

    /** Returns the picture with {@link #fill(FloatImage, FloatImage)} applied, or the same one if it is opaque. */
    public static Picture fill(Picture picture) {
        Optional<FloatImage> alpha = picture.alpha();
        return alpha.isEmpty() ? picture : picture.withPlanes(fill(picture.color(), alpha.get()), alpha);
    }

    /**
     * Grows the visible colours over the pixels with alpha 0, one ring of pixels after the other; each new pixel takes the mean
     * of its up to eight neighbours that were filled before its ring. If nothing is visible all colours become 0.
     *
     * @param color any number of planes; not changed
     * @param alpha one plane of the same size
     * @return new planes, or {@code color} itself where no pixel has alpha 0
     */
    public static FloatImage fill(FloatImage color, FloatImage alpha) {
        if (alpha.width() != color.width() || alpha.height() != color.height()) {
            throw new IllegalArgumentException("the alpha plane " + alpha + " does not fit the colour " + color);
        }
        float[] opacity = alpha.plane(0);
        int transparent = 0;
        byte[] state = new byte[opacity.length];
        for (int i = 0; i < opacity.length; i++) {
            if (opacity[i] > 0) {
                state[i] = KNOWN;
            } else {
                transparent++;
            }
        }
        if (transparent == 0) {
            return color;
        }
        float[][] planes = new float[color.channels()][];
        for (int channel = 0; channel < planes.length; channel++) {
            planes[channel] = color.plane(channel).clone();
            for (int i = 0; i < opacity.length; i++) {
                if (state[i] == UNKNOWN) {
                    planes[channel][i] = 0;
                }
            }
        }
        grow(planes, state, color.width(), color.height(), new int[transparent]);
        return FloatImage.of(color.width(), color.height(), planes);
    }

    private static void grow(float[][] planes, byte[] state, int width, int height, int[] queue) {
        int end = 0;
        for (int i = 0; i < state.length; i++) {
            if (state[i] == KNOWN) {
                end = enqueueNeighbours(i, state, width, height, queue, end);
            }
        }
        int begin = 0;
        while (begin < end) {
            int ringEnd = end;
            for (int k = begin; k < ringEnd; k++) {
                takeMean(queue[k], planes, state, width, height);
            }
            for (int k = begin; k < ringEnd; k++) {
                state[queue[k]] = KNOWN;
            }
            for (int k = begin; k < ringEnd; k++) {
                end = enqueueNeighbours(queue[k], state, width, height, queue, end);
            }
            begin = ringEnd;
        }
    }

    private static int enqueueNeighbours(int index, byte[] state, int width, int height, int[] queue, int end) {
        int x = index % width;
        int y = index / width;
        int newEnd = end;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int neighbour = ny * width + nx;
                if (state[neighbour] == UNKNOWN) {
                    state[neighbour] = WAITING;
                    queue[newEnd++] = neighbour;
                }
            }
        }
        return newEnd;
    }

    private static void takeMean(int index, float[][] planes, byte[] state, int width, int height) {
        int x = index % width;
        int y = index / width;
        int count = 0;
        for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
            for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                int neighbour = ny * width + nx;
                if (state[neighbour] == KNOWN) {
                    count++;
                    for (float[] plane : planes) {
                        plane[index] += plane[neighbour];
                    }
                }
            }
        }
        for (float[] plane : planes) {
            plane[index] /= count;
        }
    }
}
