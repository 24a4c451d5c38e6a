package dev.osediff.network.ram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.osediff.network.OpsCases;
import dev.osediff.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RamPictureTest {
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};

    /** PyTorch's bilinear interpolation with align_corners=False, pixel by pixel. */
    @ParameterizedTest
    @CsvSource({"5,7,4", "8,8,8", "3,2,9", "31,17,6", "1,1,3", "40,9,12"})
    void readsTwoNeighboursAsTheReference(int height, int width, int side) {
        Tensor rgb = OpsCases.random(1, 1, 3, height, width);
        Tensor found = RamPicture.of(rgb, side, RamPicture.Shrinking.TWO_NEIGHBOURS);
        assertArrayEquals(new int[] {1, 3, side, side}, found.shape());
        for (int at = 0; at < found.data().length; at++) {
            int c = at / (side * side);
            double y = Math.max(0, (at / side % side + 0.5) * height / side - 0.5);
            double x = Math.max(0, (at % side + 0.5) * width / side - 0.5);
            int y0 = (int) y;
            int x0 = (int) x;
            int y1 = Math.min(y0 + 1, height - 1);
            int x1 = Math.min(x0 + 1, width - 1);
            double top = pixel(rgb, c, y0, x0) * (1 - x + x0) + pixel(rgb, c, y0, x1) * (x - x0);
            double bottom = pixel(rgb, c, y1, x0) * (1 - x + x0) + pixel(rgb, c, y1, x1) * (x - x0);
            double value = top * (1 - y + y0) + bottom * (y - y0);
            assertEquals((value - MEAN[c]) / DEVIATION[c], found.data()[at], 2e-5, "value " + at);
        }
    }

    private static double pixel(Tensor rgb, int c, int y, int x) {
        return rgb.data()[(c * rgb.dim(2) + y) * rgb.dim(3) + x];
    }

    @Test
    void antialiasingSeesEveryPixel() {
        Tensor rgb = Tensor.zeros(1, 3, 8, 8);
        // One bright column in eight, which two neighbours at a quarter of the width miss.
        for (int row = 0; row < 24; row++) {
            rgb.data()[row * 8] = 1;
        }
        float missed =
                RamPicture.of(rgb, 2, RamPicture.Shrinking.TWO_NEIGHBOURS).data()[0];
        float seen = RamPicture.of(rgb, 2, RamPicture.Shrinking.ANTIALIASED).data()[0];
        assertEquals((0 - MEAN[0]) / DEVIATION[0], missed, 1e-5);
        // A triangle of 4 pixels to each side of 2, cut at the edge: weights 2.5, 3.5, 3.5, 2.5, 1.5, 0.5.
        assertEquals((2.5 / 14 - MEAN[0]) / DEVIATION[0], seen, 1e-5);
    }

    @Test
    void withoutShrinkingBothAreOne() {
        Tensor rgb = OpsCases.random(2, 1, 3, 5, 9);
        assertArrayEquals(
                RamPicture.of(rgb, 12, RamPicture.Shrinking.TWO_NEIGHBOURS).data(),
                RamPicture.of(rgb, 12, RamPicture.Shrinking.ANTIALIASED).data(),
                1e-5f);
    }
}
