package dev.osediff.bench.jmh;

import dev.osediff.bench.model.RandomWeights;
import dev.osediff.color.ColorFix;
import dev.osediff.image.FloatImage;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.awt.image.RescaleOp;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done to pictures around the networks, and AWT's own way to do the like. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PictureWork {
    private static final int SCALE = 4;
    private static final float[] BLUR = {0.0625f, 0.125f, 0.0625f, 0.125f, 0.25f, 0.125f, 0.0625f, 0.125f, 0.0625f};

    /** Side of the large picture, pixels. */
    @Param("1024")
    public int size;

    private FloatImage large;
    private FloatImage other;
    private FloatImage small;
    private Picture picture;
    private BufferedImage image;
    private BufferedImage smallImage;

    /** Makes the pictures. */
    @Setup
    public void make() {
        large = random(1, size);
        other = random(2, size);
        small = random(3, size / SCALE);
        picture = Picture.opaque(large, Byte.SIZE);
        image = PictureConverter.toBufferedImage(picture);
        smallImage = PictureConverter.toBufferedImage(Picture.opaque(small, Byte.SIZE));
    }

    private static FloatImage random(long seed, int side) {
        float[][] planes = new float[3][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = RandomWeights.uniform(seed + i, 0.5, 0.2, side * side).data();
        }
        return FloatImage.of(side, side, planes);
    }

    /** AdaIN. */
    @Benchmark
    public FloatImage adaIn() {
        return ColorFix.ADAIN.apply(large, other);
    }

    /** Wavelets. */
    @Benchmark
    public FloatImage wavelet() {
        return ColorFix.WAVELET.apply(large, other);
    }

    /** AWT: factor and summand per channel in 8 bits, as AdaIN applies them, without the statistics. */
    @Benchmark
    public BufferedImage awtRescale() {
        return new RescaleOp(new float[] {1.1f, 0.9f, 1}, new float[] {-3, 4, 1}, null).filter(image, null);
    }

    /** AWT: one blur of 3 × 3 in 8 bits; wavelets blur two pictures five times. */
    @Benchmark
    public BufferedImage awtBlur() {
        return new ConvolveOp(new Kernel(3, 3, BLUR), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
    }

    /** 8-bit image to floats. */
    @Benchmark
    public Picture fromImage() {
        return PictureConverter.fromBufferedImage(image);
    }

    /** Floats to 8-bit image. */
    @Benchmark
    public BufferedImage toImage() {
        return PictureConverter.toBufferedImage(picture);
    }

    /** AWT: an image drawn onto one of another layout. */
    @Benchmark
    public BufferedImage awtConvert() {
        BufferedImage target = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = target.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return target;
    }

    /** Bicubic ×4 in float. */
    @Benchmark
    public FloatImage resize() {
        return Resampler.resize(small, size, size, ResampleFilter.BICUBIC);
    }

    /** AWT: bicubic ×4 in 8 bits. */
    @Benchmark
    public BufferedImage awtResize() {
        BufferedImage target = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(smallImage, 0, 0, size, size, null);
        graphics.dispose();
        return target;
    }
}
