package dev.osediff.degradation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.osediff.error.InvalidImageException;
import dev.osediff.image.FloatImage;
import dev.osediff.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegSimulationTest {
    @ParameterizedTest
    @CsvSource({"30", "50", "75", "90", "97"})
    void aSimulatedFileIsCloseToARealOneOfTheSameQuality(int quality) throws IOException {
        FloatImage image = Levels.eightBit(TestScenes.scene(150, 93));
        FloatImage simulated = JpegSimulation.apply(image, quality, JpegSimulation.Subsampling.S420);
        FloatImage real = throughFile(image, quality);
        double between = Psnr.rgb(simulated, real, 0);
        double loss = Psnr.rgb(real, image, 0);
        assertTrue(between > loss + 8, "between " + between + " dB, loss " + loss + " dB");
        assertTrue(between > 40, "between " + between + " dB");
    }

    @Test
    void lessQualityLosesMoreAndFullColourLosesLess() {
        FloatImage image = TestScenes.scene(96, 96);
        double last = 0;
        for (int quality : new int[] {5, 20, 50, 80, 95, 100}) {
            double psnr = Psnr.rgb(JpegSimulation.apply(image, quality, JpegSimulation.Subsampling.S420), image, 0);
            assertTrue(psnr > last, "quality " + quality + ": " + psnr + " dB after " + last);
            last = psnr;
            FloatImage full = JpegSimulation.apply(image, quality, JpegSimulation.Subsampling.S444);
            assertTrue(Psnr.rgb(full, image, 0) > psnr);
        }
    }

    @Test
    void qualityHundredAtFullColourChangesNothingVisible() {
        FloatImage image = TestScenes.scene(40, 40);
        FloatImage result = JpegSimulation.apply(image, 100, JpegSimulation.Subsampling.S444);
        assertTrue(Psnr.rgb(result, image, 0) > 50);
    }

    @Test
    void flatColourStaysWithinTheStepOfItsMean() {
        FloatImage flat = TestScenes.flat(17, 3, 0.5f, 0.5f, 0.5f);
        FloatImage result = JpegSimulation.apply(flat, 75, JpegSimulation.Subsampling.S420);
        assertTrue(TestScenes.largestDifference(flat, result) <= 1.0 / 255);
    }

    @Test
    void oneGreyPlaneEqualsThreeEqualOnes() {
        FloatImage grey = TestScenes.grey(TestScenes.scene(33, 21));
        FloatImage triple = FloatImage.of(33, 21, grey.plane(0), grey.plane(0), grey.plane(0));
        FloatImage one = JpegSimulation.apply(grey, 60, JpegSimulation.Subsampling.S420);
        FloatImage three = JpegSimulation.apply(triple, 60, JpegSimulation.Subsampling.S420);
        assertEquals(1, one.channels());
        for (int c = 0; c < 3; c++) {
            assertTrue(TestScenes.largestDifference(one, FloatImage.of(33, 21, three.plane(c))) < 1e-4);
        }
    }

    @Test
    void anImpossibleQualityAndAlphaAreRefused() {
        FloatImage image = TestScenes.scene(8, 8);
        assertThrows(
                IllegalArgumentException.class,
                () -> JpegSimulation.apply(image, 0.5, JpegSimulation.Subsampling.S420));
        FloatImage four = FloatImage.black(8, 8, 4);
        InvalidImageException refusal = assertThrows(
                InvalidImageException.class, () -> JpegSimulation.apply(four, 50, JpegSimulation.Subsampling.S420));
        assertEquals("4 planes", refusal.problem().found());
    }

    private static FloatImage throughFile(FloatImage image, int quality) throws IOException {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | Math.round(image.plane(c)[i] * 255);
            }
            buffered.setRGB(i % image.width(), i / image.width(), rgb);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality / 100f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(buffered, null, null), param);
        } finally {
            writer.dispose();
        }
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        FloatImage result = FloatImage.black(image.width(), image.height(), 3);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int rgb = read.getRGB(i % image.width(), i / image.width());
            for (int c = 0; c < 3; c++) {
                result.plane(c)[i] = (rgb >> (16 - 8 * c) & 0xFF) / 255f;
            }
        }
        return result;
    }
}
