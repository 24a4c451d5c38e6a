package dev.osediff.tile;

import dev.osediff.network.Tensor;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Feature maps and tiny networks with a bounded view, for the tests of this package. */
final class TestMaps {
    private TestMaps() {}

    static Tensor random(int channels, int width, int height, long seed) {
        Tensor map = Tensor.zeros(1, channels, height, width);
        Random random = new Random(seed);
        for (int i = 0; i < map.data().length; i++) {
            map.data()[i] = (float) random.nextGaussian();
        }
        return map;
    }

    static Tensor run(TilePlan plan, TileScale scale, Tensor input, UnaryOperator<Tensor> network) {
        TileAssembler assembler = new TileAssembler(input.dim(1), plan, scale);
        for (Tile tile : plan.tiles()) {
            assembler.add(tile, network.apply(TileReader.read(input, tile.read())));
        }
        return assembler.result();
    }

    /** A 3×3 stencil with unequal taps, zero padding and a kink, at a stride: looks 1 input pixel far. */
    static Tensor stencil(Tensor map, int stride) {
        int channels = map.dim(1);
        int height = map.dim(2);
        int width = map.dim(3);
        Tensor out = Tensor.zeros(1, channels, (height + stride - 1) / stride, (width + stride - 1) / stride);
        int to = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y += stride) {
                for (int x = 0; x < width; x += stride) {
                    float sum = 0.1f * (c + 1);
                    for (int tap = 0; tap < 9; tap++) {
                        int v = y + tap / 3 - 1;
                        int u = x + tap % 3 - 1;
                        if (u >= 0 && v >= 0 && u < width && v < height) {
                            sum += (0.3f - 0.11f * tap) * map.data()[(c * height + v) * width + u];
                        }
                    }
                    out.data()[to++] = Math.max(sum, 0.2f * sum);
                }
            }
        }
        return out;
    }

    /** Repeats each pixel {@code factor} times along both axes. */
    static Tensor enlarge(Tensor map, int factor) {
        int height = map.dim(2) * factor;
        int width = map.dim(3) * factor;
        Tensor out = Tensor.zeros(1, map.dim(1), height, width);
        for (int i = 0; i < out.data().length; i++) {
            int row = i / width / factor;
            out.data()[i] = map.data()[row * map.dim(3) + i % width / factor];
        }
        return out;
    }
}
