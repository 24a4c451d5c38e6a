package dev.osediff.bench.prompts;

import dev.osediff.SuperResolver;
import dev.osediff.UpscaleOptions;
import dev.osediff.UpscaleResult;
import dev.osediff.degradation.DegradationPreset;
import dev.osediff.degradation.Degrader;
import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.metrics.Metric;
import dev.osediff.metrics.Metrics;
import dev.osediff.metrics.NiqeModelFile;
import dev.osediff.metrics.evaluation.PairEvaluation;
import dev.osediff.metrics.evaluation.PicturePair;
import dev.osediff.prompt.PromptExtractor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes photographs bad, enlarges them again with one extractor's prompts, and measures what came back. Not thread-safe.
 */
final class ComparedPrompts {
    private static final int SCALE = 4;
    private static final int LEAST_SIDE = 64;

    private final SuperResolver resolver;
    private final DegradationPreset degradation;
    private final int side;
    private final Optional<Integer> processSize;
    private final long seed;

    /**
     * Takes what all extractors have in common.
     *
     * @param resolver enlarges four times
     * @param side the centre of at most side × side pixels of each photograph is used
     * @param processSize least side that the networks work at; empty for the model's own
     * @param seed of the degradation
     */
    ComparedPrompts(
            SuperResolver resolver, DegradationPreset degradation, int side, Optional<Integer> processSize, long seed) {
        this.resolver = resolver;
        this.degradation = degradation;
        this.side = side;
        this.processSize = processSize;
        this.seed = seed;
    }

    /**
     * What an extractor's prompts gave.
     *
     * @param extractor its name in the paper's words
     * @param quality measures of all pictures
     * @param extractionSeconds mean time of making a prompt
     * @param wholeSeconds mean time of a picture, prompt included
     * @param example the first picture's prompt
     */
    record Row(
            String extractor, PairEvaluation quality, double extractionSeconds, double wholeSeconds, String example) {}

    /** Runs all photographs. */
    Row run(String name, PromptExtractor extractor, List<Path> photographs) {
        List<Metric> metrics = Metrics.standard(0, Optional.of(NiqeModelFile.shipped()));
        PairEvaluation quality = new PairEvaluation(metrics);
        double extraction = 0;
        double whole = 0;
        String example = "";
        for (int i = 0; i < photographs.size(); i++) {
            Path photograph = photographs.get(i);
            FloatImage truth = truth(photograph);
            BufferedImage low = image(Degrader.degrade(truth, degradation.config(), seed + i));
            UpscaleOptions.Builder options =
                    UpscaleOptions.builder().scale(SCALE).seed(seed).promptExtractor(extractor);
            processSize.ifPresent(options::processSize);
            long start = System.nanoTime();
            UpscaleResult result = resolver.upscale(low, options.build());
            whole += (System.nanoTime() - start) / 1e9;
            extraction += result.provenance().milliseconds().getOrDefault("prompt", 0.0) / 1e3;
            if (i == 0) {
                example = result.provenance().options().get("prompt");
            }
            FloatImage found =
                    PictureConverter.fromBufferedImage(result.image()).color();
            quality.add(
                    new PicturePair(photograph.getFileName().toString(), photograph, photograph),
                    new PairEvaluation.Pictures(found, truth));
        }
        int count = photographs.size();
        return new Row(name, quality, extraction / count, whole / count, example);
    }

    /** The centre of a photograph in 8-bit levels, its sides multiples of the scale. */
    private FloatImage truth(Path photograph) {
        BufferedImage whole = ImageFiles.read(photograph).image();
        int width = Math.min(side, whole.getWidth()) / SCALE * SCALE;
        int height = Math.min(side, whole.getHeight()) / SCALE * SCALE;
        if (Math.min(width, height) < LEAST_SIDE) {
            throw new InvalidImageException(new Problem(
                    "photograph " + photograph,
                    whole.getWidth() + " x " + whole.getHeight() + " pixels",
                    "at least " + LEAST_SIDE + " pixels on each side",
                    "Leave it out, or raise --size."));
        }
        BufferedImage centre =
                whole.getSubimage((whole.getWidth() - width) / 2, (whole.getHeight() - height) / 2, width, height);
        return PictureConverter.fromBufferedImage(
                        image(PictureConverter.fromBufferedImage(centre).color()))
                .color();
    }

    private static BufferedImage image(FloatImage colour) {
        return PictureConverter.toBufferedImage(Picture.opaque(colour, 8));
    }
}
