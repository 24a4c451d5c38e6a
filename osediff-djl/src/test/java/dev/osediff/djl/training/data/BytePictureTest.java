package dev.osediff.djl.training.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BytePictureTest {
    @Test
    void theEightTurnsOfACropAreAllDifferentAndKeepItsSamples() {
        BytePicture picture = counting(5, 4);
        Set<String> seen = new HashSet<>();
        float[] expected = picture.crop(1, 1, 3, 0).plane(0).clone();
        Arrays.sort(expected);
        for (int turn = 0; turn < 8; turn++) {
            float[] crop = picture.crop(1, 1, 3, turn).plane(0);
            assertTrue(seen.add(Arrays.toString(crop)));
            Arrays.sort(crop);
            assertArrayEquals(expected, crop);
        }
    }

    @Test
    void aCropWithoutTurnIsWhereItWasAskedFor() {
        float[] crop = counting(5, 4).crop(2, 1, 2, 0).plane(0);
        assertArrayEquals(new float[] {7 / 255f, 8 / 255f, 12 / 255f, 13 / 255f}, crop);
    }

    @Test
    void moreEdgesGiveMoreGradient() {
        assertEquals(0, BytePicture.of(FloatImage.black(16, 16, 3)).gradient(0, 0, 16));
        BytePicture busy = counting(16, 16);
        assertTrue(busy.gradient(0, 0, 16) > busy.gradient(0, 0, 8));
    }

    private static BytePicture counting(int width, int height) {
        FloatImage image = FloatImage.black(width, height, 3);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < width * height; i++) {
                image.plane(c)[i] = i / 255f;
            }
        }
        return BytePicture.of(image);
    }
}
