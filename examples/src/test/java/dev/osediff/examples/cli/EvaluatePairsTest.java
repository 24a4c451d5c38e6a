package dev.osediff.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatePairsTest {
    private static final Path CAT = Path.of("pictures", "cat.png");

    @TempDir
    private Path folder;

    private Path truths;
    private Path pictures;

    @BeforeEach
    void folders() throws IOException {
        truths = Files.createDirectory(folder.resolve("gt"));
        pictures = Files.createDirectory(folder.resolve("sr"));
    }

    /** A photograph of 340 × 300, mirrored at its right and bottom edge so that there are enough blocks. */
    private static FloatImage photograph() {
        FloatImage cat =
                PictureConverter.fromBufferedImage(ImageFiles.read(CAT).image()).color();
        FloatImage large = FloatImage.black(2 * cat.width(), 2 * cat.height(), 3);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < large.height(); y++) {
                int row = y < cat.height() ? y : large.height() - 1 - y;
                for (int x = 0; x < large.width(); x++) {
                    int column = x < cat.width() ? x : large.width() - 1 - x;
                    large.plane(c)[y * large.width() + x] = cat.plane(c)[row * cat.width() + column];
                }
            }
        }
        return large;
    }

    private static void write(FloatImage image, Path file) {
        ImageFiles.write(PictureConverter.toBufferedImage(Picture.opaque(image, 8)), file);
    }

    private static FloatImage blurred(FloatImage image) {
        FloatImage small = Resampler.resize(image, image.width() / 4, image.height() / 4, ResampleFilter.BICUBIC);
        return Resampler.resize(small, image.width(), image.height(), ResampleFilter.BICUBIC);
    }

    private static FloatImage noisy(FloatImage image) {
        Random random = new Random(2);
        FloatImage noisy = FloatImage.black(image.width(), image.height(), 3);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < noisy.plane(c).length; i++) {
                noisy.plane(c)[i] = image.plane(c)[i] + (float) random.nextGaussian() / 10;
            }
        }
        return noisy;
    }

    private static double column(List<String> csv, int row, String name) {
        return Double.parseDouble(
                csv.get(row).split(",")[List.of(csv.get(0).split(",")).indexOf(name)]);
    }

    @Test
    void measuresPairsAndDrawsThem() throws IOException {
        FloatImage truth = photograph();
        for (String name : List.of("a", "b", "c")) {
            write(truth, truths.resolve(name + ".png"));
        }
        write(truth, pictures.resolve("a_out.png"));
        write(blurred(truth), pictures.resolve("b_out.png"));
        write(noisy(truth), pictures.resolve("c_out.png"));
        Path csv = folder.resolve("table.csv");
        Path sheet = folder.resolve("sheet.png");
        Cli.Run run = Cli.run("evaluate", truths, pictures, "--suffix", "_out", "--csv", csv, "--contact-sheet", sheet);
        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("95 % from")), run.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals(
                "name,truth,picture,psnr_y,psnr_rgb,ssim_y,gradient_share,color_shift_levels,seam,niqe", lines.get(0));
        assertEquals(7, lines.size());
        assertTrue(lines.get(1).contains(",Infinity,Infinity,1.000000,1.000000,"), lines.get(1));
        assertTrue(column(lines, 2, "gradient_share") < 1 && column(lines, 3, "gradient_share") > 1, lines.toString());
        double good = column(lines, 1, "niqe");
        assertTrue(good < column(lines, 2, "niqe"), "blur is less natural: " + lines);
        assertTrue(good < column(lines, 3, "niqe"), "noise is less natural: " + lines);
        double mean = (column(lines, 2, "psnr_y") + column(lines, 3, "psnr_y")) / 2;
        assertEquals(mean, column(lines, 4, "psnr_y"), 1e-5);
        assertTrue(ImageFiles.probe(sheet).height() > 3 * 240);
    }

    @Test
    void anUnreadablePictureAndOneOfAnotherSizeFailAlone() throws IOException {
        FloatImage truth = photograph();
        for (String name : List.of("a", "b", "c")) {
            write(truth, truths.resolve(name + ".png"));
        }
        write(truth, pictures.resolve("a.png"));
        Files.createFile(pictures.resolve("b.png"));
        write(FloatImage.black(20, 20, 3), pictures.resolve("c.png"));
        Cli.Run run = Cli.run("evaluate", truths, pictures, "--niqe", "none");
        assertEquals(ExitCode.FAILED, run.code());
        assertTrue(run.err().contains("b.png") && run.err().contains("c.png"), run.err());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("a ")), run.out());
        assertFalse(run.out().contains("niqe"), run.out());
    }

    @Test
    void foldersThatDoNotPairAreRefused() {
        write(FloatImage.black(20, 20, 3), truths.resolve("a.png"));
        write(FloatImage.black(20, 20, 3), pictures.resolve("b.png"));
        Cli.Run names = Cli.run("evaluate", truths, pictures);
        assertEquals(ExitCode.FAILED, names.code());
        assertTrue(names.err().contains("without a partner: a"), names.err());
        Cli.Run order = Cli.run("evaluate", truths, pictures, "--pair-by", "order");
        assertEquals(ExitCode.OK, order.code(), order.err());
        assertTrue(order.err().contains("niqe"), "too small for NIQE, which is said: " + order.err());
    }

    @Test
    void fitsAModelThatEvaluationTakes() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Random random = new Random(3);
        FloatImage truth = photograph();
        for (int i = 0; i < 20; i++) {
            int side = 192 + random.nextInt(100);
            write(Resampler.resize(truth, 2 * side, 2 * side, ResampleFilter.BICUBIC), photos.resolve(i + ".png"));
        }
        write(truth, truths.resolve("a.png"));
        write(truth, pictures.resolve("a.png"));
        Path model = folder.resolve("niqe.json");
        Cli.Run fit = Cli.run("fit-niqe", photos, "-o", model, "--origin", "cats");
        assertEquals(ExitCode.OK, fit.code(), fit.err());
        assertTrue(fit.out().contains("of 20 pictures"), fit.out());
        Cli.Run run = Cli.run("evaluate", truths, pictures, "--niqe", model);
        assertEquals(ExitCode.OK, run.code(), run.err());
        Cli.Run few = Cli.run("fit-niqe", pictures, "-o", model);
        assertEquals(ExitCode.FAILED, few.code());
        assertTrue(few.err().contains("sharp blocks"), few.err());
        Cli.Run missing = Cli.run("evaluate", truths, pictures, "--niqe", folder.resolve("none.json"));
        assertEquals(ExitCode.FAILED, missing.code());
        assertTrue(missing.err().contains("no such file"), missing.err());
        assertEquals(ExitCode.USAGE, Cli.run("fit-niqe", "-o", model).code());
    }
}
