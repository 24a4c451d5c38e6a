package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.image.FloatImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileSeamsTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    /** Smooth shades with noise of about one level. */
    private static FloatImage scene(long seed) {
        Random random = new Random(seed);
        FloatImage image = FloatImage.black(WIDTH, HEIGHT, 3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    double wave = 0.5 + 0.2 * Math.sin(x / 37.0 + c) + 0.15 * Math.cos(y / 23.0);
                    image.plane(c)[y * WIDTH + x] = (float) (wave + random.nextGaussian() / 255);
                }
            }
        }
        return image;
    }

    private static FloatImage brighter(FloatImage image, int left, int top, double levels) {
        FloatImage copy = FloatImage.black(WIDTH, HEIGHT, 3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int i = y * WIDTH + x;
                    boolean inside = x >= left && y >= top;
                    copy.plane(c)[i] = image.plane(c)[i] + (float) (inside ? levels / 255 : 0);
                }
            }
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void picturesWithoutTilesHaveNone(long seed) {
        assertEquals(List.of(), TileSeams.find(scene(seed)));
        assertTrue(TileSeams.strongest(scene(seed)).orElseThrow().strength() < 7);
    }

    @Test
    void aJumpOfTwoLevelsIsFoundWhereItIs() {
        List<TileSeams.Seam> vertical = TileSeams.find(brighter(scene(7), 128, 0, 2));
        assertEquals(1, vertical.size());
        assertTrue(vertical.get(0).isVertical());
        assertEquals(128, vertical.get(0).position());
        assertTrue(vertical.get(0).levels() > 1, vertical.toString());
        List<TileSeams.Seam> horizontal = TileSeams.find(brighter(scene(8), 0, 96, -2));
        assertEquals(1, horizontal.size());
        assertFalse(horizontal.get(0).isVertical());
        assertEquals(96, horizontal.get(0).position());
    }

    @Test
    void theDifferenceShowsSeamsAndHidesEdges() {
        FloatImage truth = brighter(scene(9), 200, 0, 60);
        assertEquals(200, TileSeams.find(truth).get(0).position());
        FloatImage picture = brighter(truth, 100, 0, 2);
        List<TileSeams.Seam> seams = TileSeams.find(TileSeams.difference(picture, truth));
        assertEquals(List.of(100), seams.stream().map(TileSeams.Seam::position).toList());
        assertEquals(List.of(), TileSeams.find(TileSeams.difference(truth, truth)));
    }

    @Test
    void smallAndUnequalPictures() {
        assertTrue(TileSeams.strongest(FloatImage.black(30, 30, 1)).isEmpty());
        assertThrows(
                InvalidImageException.class,
                () -> TileSeams.difference(FloatImage.black(4, 4, 1), FloatImage.black(4, 5, 1)));
        assertThrows(InvalidImageException.class, () -> TileSeams.find(FloatImage.black(40, 40, 2)));
    }
}
