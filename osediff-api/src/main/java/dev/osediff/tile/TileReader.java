package dev.osediff.tile;

import dev.osediff.network.Tensor;

/** Cuts what a tile reads out of a feature map. Stateless and thread-safe. */
public final class TileReader {
    private TileReader() {}

    /**
     * Copies a rectangle.
     *
     * @param map [1, C, H, W]
     * @param rect inside W × H
     * @return [1, C, rect height, rect width]
     * @throws IllegalArgumentException if the map has another rank or more than one image, or the rectangle leaves it
     */
    public static Tensor read(Tensor map, Rect rect) {
        if (map.rank() != 4 || map.dim(0) != 1) {
            throw new IllegalArgumentException("a feature map is [1, C, H, W], found " + map);
        }
        int channels = map.dim(1);
        int height = map.dim(2);
        int width = map.dim(3);
        if (rect.right() > width || rect.bottom() > height) {
            throw new IllegalArgumentException(rect + " leaves a map of " + width + " x " + height);
        }
        Tensor part = Tensor.zeros(1, channels, rect.height(), rect.width());
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < rect.height(); y++) {
                int from = (c * height + rect.y() + y) * width + rect.x();
                System.arraycopy(map.data(), from, part.data(), (c * rect.height() + y) * rect.width(), rect.width());
            }
        }
        return part;
    }
}
