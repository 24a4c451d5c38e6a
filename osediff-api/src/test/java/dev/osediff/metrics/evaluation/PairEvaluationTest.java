package dev.osediff.metrics.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.metrics.Metric;
import dev.osediff.metrics.Metrics;
import dev.osediff.metrics.PairMetric;
import dev.osediff.metrics.PictureMetric;
import dev.osediff.metrics.Psnr;
import dev.osediff.metrics.SetMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PairEvaluationTest {
    @TempDir
    private Path folder;

    private Path truths;
    private Path pictures;

    @BeforeEach
    void folders() throws IOException {
        truths = Files.createDirectory(folder.resolve("gt"));
        pictures = Files.createDirectory(folder.resolve("sr"));
    }

    private static Path write(Path file, int width, int height, int shade) {
        FloatImage image = FloatImage.black(width, height, 3);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < width * height; i++) {
                image.plane(c)[i] = ((i * 7 + c * 31) % 200 + shade) / 255f;
            }
        }
        ImageFiles.write(PictureConverter.toBufferedImage(Picture.opaque(image, 8)), file);
        return file;
    }

    @Test
    void pairsByNameAcrossEndingsAndSuffixes() {
        write(truths.resolve("b.png"), 20, 20, 0);
        write(truths.resolve("a.png"), 20, 20, 0);
        write(pictures.resolve("a_x4.jpg"), 20, 20, 0);
        write(pictures.resolve("b_x4.png"), 20, 20, 0);
        List<PicturePair> pairs = FolderPairs.byName(truths, pictures, "_x4");
        assertEquals(List.of("a", "b"), pairs.stream().map(PicturePair::name).toList());
        assertEquals(pictures.resolve("a_x4.jpg"), pairs.get(0).picture());
        assertEquals(truths.resolve("b.png"), pairs.get(1).truth());
        InvalidImageException failure =
                assertThrows(InvalidImageException.class, () -> FolderPairs.byName(truths, pictures, ""));
        assertTrue(failure.problem().found().contains("2 pictures of 2 without a partner: a, b"), failure.getMessage());
        assertEquals(2, FolderPairs.byOrder(truths, pictures).size());
    }

    @Test
    void foldersThatDoNotPairAreRefused() throws IOException {
        write(truths.resolve("a.png"), 20, 20, 0);
        assertFound("no picture", () -> FolderPairs.byName(truths, pictures, ""));
        assertFound("no such folder", () -> FolderPairs.byName(truths, folder.resolve("none"), ""));
        assertFound("not a folder", () -> FolderPairs.byOrder(truths.resolve("a.png"), pictures));
        write(pictures.resolve("a.png"), 20, 20, 0);
        write(pictures.resolve("c.png"), 20, 20, 0);
        assertFound("1 pictures of 2 without a partner: c", () -> FolderPairs.byName(truths, pictures, ""));
        assertFound("1 and 2 pictures", () -> FolderPairs.byOrder(truths, pictures));
        Files.delete(pictures.resolve("c.png"));
        write(pictures.resolve("a.jpg"), 20, 20, 0);
        assertFound("a.jpg and a.png", () -> FolderPairs.byName(truths, pictures, ""));
    }

    private static void assertFound(String text, Executable call) {
        InvalidImageException failure = assertThrows(InvalidImageException.class, call);
        assertTrue(failure.problem().found().contains(text), failure.getMessage());
    }

    @Test
    void measuresEveryKindAndKeepsOnWhereOneFails() {
        PicturePair first = new PicturePair(
                "a", write(truths.resolve("a.png"), 32, 24, 0), write(pictures.resolve("a.png"), 32, 24, 9));
        PicturePair second = new PicturePair(
                "b", write(truths.resolve("b.png"), 8, 8, 0), write(pictures.resolve("b.png"), 8, 8, 5));
        List<Metric> metrics = new ArrayList<>(Metrics.standard(0, Optional.empty()));
        metrics.add(mean());
        metrics.add(counter());
        PairEvaluation evaluation = new PairEvaluation(metrics);
        PairEvaluation.Pictures read = PairEvaluation.read(first);
        PairScores scores = evaluation.add(first, read);
        assertEquals(Psnr.y(read.picture(), read.truth(), 0), scores.values().get("psnr_y"));
        assertEquals(9, scores.values().get("color_shift_levels"), 1e-3);
        assertEquals(1, scores.values().get("gradient_share"), 1e-3);
        assertEquals(Map.of(), scores.notes());
        PairScores small = evaluation.add(second, PairEvaluation.read(second));
        assertTrue(Double.isNaN(small.values().get("ssim_y")));
        assertTrue(
                small.notes().get("ssim_y").contains("11 x 11"), small.notes().toString());
        assertTrue(Double.isFinite(small.values().get("psnr_y")));
        assertEquals(
                List.of("psnr_y", "psnr_rgb", "ssim_y", "gradient_share", "color_shift_levels", "seam", "mean"),
                evaluation.columns());
        assertEquals(2, evaluation.mean("psnr_y").orElseThrow().count());
        assertEquals(1, evaluation.mean("ssim_y").orElseThrow().count());
        assertEquals(Map.of("pictures", 2.0), evaluation.ofAll());
        assertEquals(List.of(scores, small), evaluation.scores());
    }

    @Test
    void equalPicturesAreInfinitelyNearAndLeftOutOfTheMean() {
        Path file = write(truths.resolve("a.png"), 32, 24, 0);
        PicturePair pair = new PicturePair("a", file, file);
        PairEvaluation evaluation =
                new PairEvaluation(List.of(PairMetric.named("psnr", true, (a, b) -> Psnr.rgb(a, b, 0))));
        assertEquals(
                Double.POSITIVE_INFINITY,
                evaluation.add(pair, PairEvaluation.read(pair)).values().get("psnr"));
        assertTrue(evaluation.mean("psnr").isEmpty());
    }

    @Test
    void picturesOfOtherSizesAndDamagedOnesAreRefused() throws IOException {
        Path truth = write(truths.resolve("a.png"), 32, 24, 0);
        PicturePair other = new PicturePair("a", truth, write(pictures.resolve("a.png"), 32, 23, 0));
        InvalidImageException failure = assertThrows(InvalidImageException.class, () -> PairEvaluation.read(other));
        assertTrue(failure.problem().limit().contains(truth.toString()), failure.getMessage());
        PicturePair empty = new PicturePair("a", truth, Files.createFile(pictures.resolve("b.png")));
        assertThrows(InvalidImageException.class, () -> PairEvaluation.read(empty));
    }

    private static PictureMetric mean() {
        return new PictureMetric() {
            @Override
            public String name() {
                return "mean";
            }

            @Override
            public boolean isHigherBetter() {
                return true;
            }

            @Override
            public double of(FloatImage picture) {
                return picture.plane(0)[0];
            }
        };
    }

    private static SetMetric counter() {
        return new SetMetric() {
            @Override
            public String name() {
                return "pictures";
            }

            @Override
            public boolean isHigherBetter() {
                return true;
            }

            @Override
            public Accumulator start() {
                return new Accumulator() {
                    private int count;

                    @Override
                    public void add(FloatImage picture, FloatImage truth) {
                        count++;
                    }

                    @Override
                    public double value() {
                        return count;
                    }
                };
            }
        };
    }
}
