package dev.osediff.djl.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeadLeavesTest {
    @Test
    void aSeedAlwaysGivesTheSamePictureAndAnotherSeedAnother() {
        assertArrayEquals(DeadLeaves.draw(7).plane(0), DeadLeaves.draw(7).plane(0));
        assertFalse(
                Arrays.equals(DeadLeaves.draw(7).plane(0), DeadLeaves.draw(8).plane(0)));
    }

    @Test
    void picturesAreOfTheStatedSizeWithinRangeAndFullOfEdgesAndFlatParts() {
        for (int seed = 0; seed < 6; seed++) {
            FloatImage picture = DeadLeaves.draw(seed);
            assertEquals(256, picture.width());
            assertEquals(256, picture.height());
            float[] green = picture.plane(1);
            int edges = 0;
            int calm = 0;
            for (int i = 1; i < green.length; i++) {
                assertTrue(green[i] >= 0 && green[i] <= 1);
                float step = Math.abs(green[i] - green[i - 1]);
                edges += step > 0.05f ? 1 : 0;
                calm += step < 0.02f ? 1 : 0;
            }
            assertTrue(edges > 0.02 * green.length, "seed " + seed + ": " + edges + " edges");
            assertTrue(calm > 0.2 * green.length, "seed " + seed + ": " + calm + " calm");
        }
    }

    @Test
    void aFilledTriangleCoversHalfOfItsBox() {
        Canvas canvas = new Canvas(100, new float[3]);
        float[] white = {1, 1, 1};
        canvas.fill(new Outline(new double[] {10, 90, 10}, new double[] {10, 10, 90}), white, white, Paint.flat());
        double sum = 0;
        for (float sample : canvas.planes[0]) {
            sum += sample;
        }
        assertEquals(3200, sum, 50);
        assertEquals(1, canvas.planes[2][20 * 100 + 20]);
        assertEquals(0, canvas.planes[2][80 * 100 + 80]);
    }

    @Test
    void anOutlineThatSticksOutIsCutAtTheBorder() {
        Canvas canvas = new Canvas(20, new float[3]);
        float[] white = {1, 1, 1};
        canvas.fill(Outline.bar(-50, 10, 50, 10, 4), white, white, Paint.flat());
        for (int x = 0; x < 20; x++) {
            assertEquals(1, canvas.planes[0][10 * 20 + x]);
            assertEquals(0, canvas.planes[0][15 * 20 + x]);
        }
    }
}
