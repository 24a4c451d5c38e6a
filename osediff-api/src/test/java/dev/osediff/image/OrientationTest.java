package dev.osediff.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turning pictures in memory, for each of the eight values of the EXIF tag. */
class OrientationTest {
    /** Where stored pixel (x, y) of a w x h picture stands upright, after the table of the EXIF standard. */
    static int[] uprightPlace(Orientation orientation, int x, int y, int w, int h) {
        return switch (orientation.exifValue()) {
            case 1 -> new int[] {x, y};
            case 2 -> new int[] {w - 1 - x, y};
            case 3 -> new int[] {w - 1 - x, h - 1 - y};
            case 4 -> new int[] {x, h - 1 - y};
            case 5 -> new int[] {y, x};
            case 6 -> new int[] {h - 1 - y, x};
            case 7 -> new int[] {h - 1 - y, w - 1 - x};
            default -> new int[] {y, w - 1 - x};
        };
    }

    static void assertTurned(BufferedImage stored, BufferedImage upright, Orientation orientation) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        assertEquals(orientation.swapsAxes() ? height : width, upright.getWidth());
        assertEquals(orientation.swapsAxes() ? width : height, upright.getHeight());
        Raster from = stored.getRaster();
        Raster to = upright.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] place = uprightPlace(orientation, x, y, width, height);
                assertArrayEquals(
                        from.getPixel(x, y, (double[]) null),
                        to.getPixel(place[0], place[1], (double[]) null),
                        orientation + " at " + x + ", " + y);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLayoutIsTurnedInItsOwnLayout(Orientation orientation) {
        Map<String, BufferedImage> images = Layouts.all(7, 4);
        for (int type : new int[] {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(7, 4, type);
            for (int i = 0; i < 28; i++) {
                image.getRaster()
                        .setSample(i % 7, i / 7, 0, i * i % (type == BufferedImage.TYPE_BYTE_BINARY ? 2 : 256));
            }
            images.put("type " + type, image);
        }
        for (int type : new int[] {DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE}) {
            ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_sRGB);
            BufferedImage image = Layouts.components(space, true, type, null, 7, 4);
            for (int i = 0; i < 28 * 4; i++) {
                image.getRaster().setSample(i % 7, i / 7 % 4, i / 28, i / 112f);
            }
            images.put("type " + type, image);
        }
        images.forEach((name, image) -> {
            BufferedImage upright = orientation.toUpright(image);
            assertTurned(image, upright, orientation);
            assertEquals(image.getColorModel(), upright.getColorModel(), name);
            BufferedImage part = image.getSubimage(2, 1, 4, 3);
            assertTurned(part, orientation.toUpright(part), orientation);
        });
    }

    @Test
    void anUprightPictureIsReturnedAsItIs() {
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        assertSame(image, Orientation.UPRIGHT.toUpright(image));
    }

    @Test
    void theValuesOfTheTagAreOneToEight() {
        for (int value = -1; value < 12; value++) {
            assertEquals(value >= 1 && value <= 8, Orientation.isValid(value));
        }
        assertTrue(Arrays.stream(Orientation.values()).allMatch(o -> Orientation.of(o.exifValue()) == o));
    }
}
