package dev.osediff.examples.evaluation;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.color.ColorFix;
import dev.osediff.degradation.Degrader;
import dev.osediff.image.FloatImage;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Measures a model, photograph by photograph. For one thread. */
public final class Evaluation {
    private final SuperResolver resolver;
    private final UpscaleOptions.Builder options;
    private final Protocol protocol;

    /**
     * What is measured.
     *
     * @param degradations how photographs are made bad
     * @param colorFixes each is measured on the same bad pictures
     * @param longSide photographs are reduced to this long side first; 0 for no reduction
     * @param size their centre of at most this size is used; 0 for all
     * @param scale how many times smaller the bad pictures are, at least 2
     * @param seed decides, together with a file's name, what degradations draw
     */
    public record Protocol(
            List<Degradation> degradations, List<ColorFix> colorFixes, int longSide, int size, int scale, long seed) {
        /** Copies the lists. */
        public Protocol {
            degradations = List.copyOf(degradations);
            colorFixes = List.copyOf(colorFixes);
        }
    }

    /** Hears of each comparison. */
    @FunctionalInterface
    public interface Listener {
        /** Takes a comparison and the pictures it was made from. */
        void onComparison(Comparison comparison, Comparison.Pictures pictures);
    }

    /**
     * Prepares an evaluation.
     *
     * @param resolver enlarges; stays open
     * @param options of its calls; scale and colour fix are set here
     */
    public Evaluation(SuperResolver resolver, UpscaleOptions.Builder options, Protocol protocol) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        this.options = Objects.requireNonNull(options, "options");
        this.protocol = Objects.requireNonNull(protocol, "protocol");
    }

    /**
     * Measures one photograph in every degradation and colour fix.
     *
     * @throws dev.osediff.error.OsediffException if it cannot be read, is too small or cannot be enlarged
     */
    public void measure(Path path, Listener listener) {
        FloatImage truth = GroundTruth.read(path, protocol.longSide(), protocol.size(), protocol.scale());
        for (Degradation degradation : protocol.degradations()) {
            BufferedImage low = degrade(truth, degradation, path);
            FloatImage bicubic = bicubic(low, truth);
            for (ColorFix fix : protocol.colorFixes()) {
                long start = System.nanoTime();
                FloatImage model = enlarge(low, fix);
                double seconds = (System.nanoTime() - start) / 1e9;
                Comparison.Pictures pictures = new Comparison.Pictures(bicubic, model, truth);
                listener.onComparison(Comparison.of(path, degradation, fix, pictures, seconds), pictures);
            }
        }
    }

    private BufferedImage degrade(FloatImage truth, Degradation degradation, Path path) {
        long seed = 31 * protocol.seed() + path.getFileName().toString().hashCode();
        FloatImage low = Degrader.degrade(truth, degradation.preset().config().withScale(protocol.scale()), seed);
        return PictureConverter.toBufferedImage(Picture.opaque(low, 8));
    }

    private static FloatImage bicubic(BufferedImage low, FloatImage truth) {
        FloatImage small = PictureConverter.fromBufferedImage(low).color();
        return GroundTruth.eightBit(Resampler.resize(small, truth.width(), truth.height(), ResampleFilter.BICUBIC));
    }

    private FloatImage enlarge(BufferedImage low, ColorFix fix) {
        UpscaleOptions asked = options.scale(protocol.scale()).colorFix(fix).build();
        return PictureConverter.fromBufferedImage(resolver.upscale(low, asked).image())
                .color();
    }
}
