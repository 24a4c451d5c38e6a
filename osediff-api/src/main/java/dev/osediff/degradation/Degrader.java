package dev.osediff.degradation;

import dev.osediff.image.FloatImage;
import java.util.List;

/**
 * Makes a low-quality picture from a good one (OSEDiff, section 4.1, after Real-ESRGAN, section 3). Stateless and
 * thread-safe; one call runs on the caller's thread. All choices come from one {@link SeededRandom} and all functions
 * from {@code StrictMath} or IEEE arithmetic, so equal arguments give equal samples on every JVM.
 */
public final class Degrader {
    private Degrader() {}

    /**
     * Degrades a picture.
     *
     * @param high 1 plane (grey) or 3 planes (red, green, blue), nominally in [0, 1]; not changed
     * @param config the chain
     * @param seed decides all random choices
     * @return a new picture of round(width / scale) × round(height / scale) pixels and the same planes, in [0, 1]
     * @throws dev.osediff.error.InvalidImageException if the picture has 2 or more than 3 planes
     */
    public static FloatImage degrade(FloatImage high, DegradationConfig config, long seed) {
        JpegSimulation.requireGreyOrRgb(high);
        SeededRandom random = new SeededRandom(seed);
        int width = config.outputLength(high.width());
        int height = config.outputLength(high.height());
        FloatImage image = high;
        for (StageConfig stage : config.stages()) {
            image = stage(image, stage, width, height, random);
        }
        return finish(image, config.finish(), width, height, random);
    }

    private static FloatImage stage(FloatImage input, StageConfig stage, int width, int height, SeededRandom random) {
        FloatImage image = input;
        if (random.nextBoolean(stage.blur().probability())) {
            image = Blur.apply(image, BlurKernel.draw(stage.blur(), random));
        }
        ResizeConfig resize = stage.resize();
        double factor = resize.drawFactor(random);
        boolean current = resize.base() == ResizeConfig.Base.CURRENT;
        image = Resize.apply(
                image,
                scaled(current ? image.width() : width, factor),
                scaled(current ? image.height() : height, factor),
                drawMethod(resize.methods(), random));
        image = Noise.apply(image, stage.noise(), random);
        return compress(image, stage.jpeg(), random);
    }

    private static FloatImage finish(
            FloatImage input, FinishConfig finish, int width, int height, SeededRandom random) {
        boolean resizeFirst = random.nextBoolean(finish.resizeFirstProbability());
        FloatImage image = resizeFirst ? input : compress(input, finish.jpeg(), random);
        image = Resize.apply(image, width, height, drawMethod(finish.methods(), random));
        if (random.nextBoolean(finish.sincProbability())) {
            int size = BlurKernel.drawSize(finish.sincSmallestSizePixels(), finish.sincLargestSizePixels(), random);
            image = Blur.apply(image, BlurKernel.sinc(size, finish.sincCutoff().draw(random)));
        }
        if (resizeFirst) {
            image = compress(image, finish.jpeg(), random);
        }
        return finish.eightBit() ? Levels.eightBit(image) : Levels.clipped(image);
    }

    private static FloatImage compress(FloatImage image, JpegConfig jpeg, SeededRandom random) {
        boolean any = random.nextBoolean(jpeg.probability());
        double quality = jpeg.quality().draw(random);
        return any ? JpegSimulation.apply(image, quality, jpeg.subsampling()) : image;
    }

    private static ResizeMethod drawMethod(List<ResizeMethod> methods, SeededRandom random) {
        return methods.get(random.nextInt(methods.size()));
    }

    private static int scaled(int length, double factor) {
        return (int) Math.max(1, Math.floor(length * factor));
    }
}
