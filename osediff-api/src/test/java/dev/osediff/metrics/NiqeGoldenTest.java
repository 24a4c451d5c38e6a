package dev.osediff.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.ModelException;
import dev.osediff.image.FloatImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against values that {@code src/test/scripts/niqe_golden.py} computes with numpy from the paper. */
class NiqeGoldenTest {
    private static final int WIDTH = 305;
    private static final int HEIGHT = 210;

    private static final double[] FIRST_BLOCK = {
        5.485, 1.4245616420271108, 1.369, -0.10752849231650023,
        0.7072728094700114, 0.5552193242554568, 1.324, -0.004463255125224484,
        0.6182560128546856, 0.6121223136071187, 1.15, -0.024532451187128504,
        0.5716408443516467, 0.542349248639911, 1.412, -0.05635906686611945,
        0.6888710428092167, 0.6071618604484508, 10.0, 1.4822485498828324,
        2.446, 0.0485057861420253, 0.7780012393677974, 0.8698966593585573,
        1.755, -0.48138127736153236, 1.0889230592325911, 0.2856670896364882,
        1.906, 0.42594182030215827, 0.3563345375323382, 1.0960180845939456,
        1.76, -0.4514198215899674, 1.093117960687856, 0.3387379359072292
    };

    private static final double[] LAST_BLOCK = {
        4.759, 1.3929788817219326, 1.277, -0.08060863155825007,
        0.6281193545048462, 0.5209210086613368, 1.272, 0.005749705612067511,
        0.5681442694313449, 0.5757624031199088, 1.12, -0.02010313905854065,
        0.5301631833136967, 0.5068790184066948, 1.31, -0.04030787869566933,
        0.6129314692871435, 0.5580583756888982, 6.164, 1.4591864897506013,
        1.703, 0.15398156187663148, 0.5676703127551306, 0.8204818085688288,
        1.4989999999999999, -0.35719008010404824, 0.9151472521940467, 0.3737566424094951,
        1.517, 0.27665097971637, 0.45210673666380424, 0.8749228145879904,
        1.577, -0.23281544517455524, 0.8718094039938666, 0.5067009039119813
    };

    private static final double[] SHARPNESS = {
        21.964927278415942,
        22.433488154432688,
        22.68201853596426,
        22.442523235000873,
        22.701498850745956,
        22.917220972903024
    };

    /** The script's pictures: soft waves with repeatable noise. */
    private static FloatImage picture(long seed, float factor) {
        FloatImage image = FloatImage.black(WIDTH, HEIGHT, 3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    long wave = 120 + 60 * ((x * (3 + c) + y * 2 * seed) / 16 % 2) + x * y / 97 % 31;
                    long state = (x * 7919L + y * 104729L + c * 1299709L + seed * 15485863L) % 2147483647L;
                    for (int i = 0; i < 2; i++) {
                        state = state * 48271 % 2147483647L;
                    }
                    long noise = Math.floorDiv((state % 41 - 20) * (state / 41 % 9) * (state / 41 % 9), 20L);
                    long level = Math.max(0, Math.min(255, wave + noise));
                    image.plane(c)[y * WIDTH + x] = factor * (level / 255f);
                }
            }
        }
        return image;
    }

    @Test
    void featuresAreNumpys() {
        List<NiqeBlock> blocks = NiqeFeatures.of(picture(77, 1));
        assertEquals(6, blocks.size());
        assertArrayEquals(FIRST_BLOCK, blocks.get(0).features(), 1e-9);
        assertArrayEquals(LAST_BLOCK, blocks.get(5).features(), 1e-9);
        assertArrayEquals(
                SHARPNESS, blocks.stream().mapToDouble(NiqeBlock::sharpness).toArray(), 1e-9);
    }

    @Test
    void theMeasureIsNumpys(@TempDir Path folder) {
        NiqeModel model = fitted();
        assertEquals(240, model.blocks());
        assertEquals(40, model.pictures());
        assertEquals(5.4069606867048, new Niqe(model).of(picture(77, 1)), 1e-6);
        assertEquals(15.723128475553278, new Niqe(model).of(picture(77, 0.5f)), 1e-6);
        Path file = folder.resolve("model.json");
        NiqeModelFile.write(model, file);
        assertEquals(model, NiqeModelFile.read(file));
    }

    private static NiqeModel fitted() {
        NiqeFit fit = new NiqeFit();
        for (int seed = 1; seed <= 40; seed++) {
            assertEquals(6, fit.add(picture(seed, 1)));
        }
        return fit.model("waves");
    }

    @Test
    void flatBlocksDoNotCountAndFlatPicturesHaveNoMeasure() {
        NiqeModel model = fitted();
        FloatImage flat = FloatImage.black(300, 300, 1);
        assertTrue(NiqeFeatures.of(flat).stream().noneMatch(NiqeBlock::isUsable));
        InvalidImageException failure = assertThrows(InvalidImageException.class, () -> new Niqe(model).of(flat));
        assertTrue(failure.problem().found().contains("0 of 9 blocks"), failure.getMessage());
        InvalidImageException small =
                assertThrows(InvalidImageException.class, () -> new Niqe(model).of(FloatImage.black(95, 300, 3)));
        assertTrue(small.problem().limit().contains("96 x 96"), small.getMessage());
        assertThrows(InvalidImageException.class, () -> new Niqe(model).of(FloatImage.black(300, 300, 2)));
    }

    @Test
    void tooFewBlocksMakeNoModel() {
        NiqeFit fit = new NiqeFit();
        fit.add(picture(1, 1));
        InvalidImageException failure = assertThrows(InvalidImageException.class, () -> fit.model("one"));
        assertTrue(failure.problem().found().contains("6 sharp blocks"), failure.getMessage());
    }

    @Test
    void damagedModelFilesAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.json");
        assertThrows(ModelException.class, () -> NiqeModelFile.read(file));
        for (String content : List.of("", "null", "{}", "{\"format\":1}", "[1]")) {
            Files.writeString(file, content);
            assertThrows(ModelException.class, () -> NiqeModelFile.read(file), content);
        }
        NiqeModelFile.write(fitted(), file);
        Files.writeString(file, Files.readString(file).replaceFirst("\"format\" : 1", "\"format\" : 2"));
        ModelException failure = assertThrows(ModelException.class, () -> NiqeModelFile.read(file));
        assertTrue(failure.problem().found().contains("format 2"), failure.getMessage());
    }
}
