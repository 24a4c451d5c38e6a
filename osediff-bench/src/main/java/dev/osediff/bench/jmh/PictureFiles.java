package dev.osediff.bench.jmh;

import dev.osediff.bench.model.RandomWeights;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.LoadedImage;
import dev.osediff.image.OutputFormat;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ReadOptions;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.image.WriteOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
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

/** Picture files read and written with the library's checks, and with ImageIO alone; in memory, on a smooth picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PictureFiles {
    private static final int DETAIL = 8;

    /** Side of the picture, pixels; a multiple of 8. */
    @Param("1024")
    public int size;

    /** png or jpeg. */
    @Param({"png", "jpeg"})
    public String format;

    private BufferedImage image;
    private byte[] file;
    private WriteOptions options;

    /** Makes the picture and its file. */
    @Setup
    public void make() throws IOException {
        int side = size / DETAIL;
        float[][] planes = new float[3][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = RandomWeights.uniform(i, 0.5, 0.2, side * side).data();
        }
        FloatImage smooth = Resampler.resize(FloatImage.of(side, side, planes), size, size, ResampleFilter.BICUBIC);
        image = PictureConverter.toBufferedImage(Picture.opaque(smooth, Byte.SIZE));
        options = WriteOptions.DEFAULT.withFormat(OutputFormat.valueOf(format.toUpperCase(Locale.ROOT)));
        file = imageIoWrite();
    }

    /** The library: size and content are checked, orientation and profile applied. */
    @Benchmark
    public LoadedImage read() {
        return ImageFiles.read(new ByteArrayInputStream(file), ReadOptions.DEFAULT);
    }

    /** ImageIO alone. */
    @Benchmark
    public BufferedImage imageIoRead() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    /** The library. */
    @Benchmark
    public byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageFiles.write(image, out, options);
        return out.toByteArray();
    }

    /** ImageIO alone, with its own quality of JPEG. */
    @Benchmark
    public byte[] imageIoWrite() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
