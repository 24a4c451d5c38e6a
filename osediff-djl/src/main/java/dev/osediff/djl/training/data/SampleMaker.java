package dev.osediff.djl.training.data;

import dev.osediff.degradation.DegradationConfig;
import dev.osediff.degradation.Degrader;
import dev.osediff.degradation.SeededRandom;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Makes batch i of a stream from the seed and i alone. Thread-safe. */
final class SampleMaker {
    private static final int CANDIDATES = 3;

    private final SampleConfig config;
    private final List<BytePicture> photographs;
    private final double totalWeight;
    private final AtomicReferenceArray<BytePicture> generated;

    SampleMaker(SampleConfig config, PhotoSet photos) {
        this.config = config;
        this.photographs = photos.pictures(config.cropSizePixels());
        this.totalWeight = photographs.stream().mapToDouble(SampleMaker::weight).sum();
        this.generated = new AtomicReferenceArray<>(config.generatedPictures());
    }

    Batch make(long index) {
        int side = config.cropSizePixels();
        int samples = 3 * side * side;
        boolean pairs = !config.degradations().isEmpty();
        float[] high = new float[config.batchSize() * samples];
        float[] low = new float[pairs ? high.length : 0];
        long seed = SeededRandom.derive(config.seed(), index);
        for (int b = 0; b < config.batchSize(); b++) {
            SeededRandom random = new SeededRandom(SeededRandom.derive(seed, b));
            FloatImage crop = crop(random);
            copy(crop, high, b * samples);
            if (pairs) {
                FloatImage small = Degrader.degrade(crop, drawDegradation(random), random.nextLong());
                copy(Resampler.resize(small, side, side, ResampleFilter.BICUBIC), low, b * samples);
            }
        }
        return new Batch(index, config.batchSize(), side, high, low);
    }

    /** Of three random crops the one with the most gradient three times in four, else the first. */
    private FloatImage crop(SeededRandom random) {
        int side = config.cropSizePixels();
        BytePicture picture = drawPicture(random);
        int candidates = random.nextBoolean(0.75) ? CANDIDATES : 1;
        int bestLeft = 0;
        int bestTop = 0;
        long bestGradient = -1;
        for (int i = 0; i < candidates; i++) {
            int left = random.nextInt(picture.width() - side + 1);
            int top = random.nextInt(picture.height() - side + 1);
            long gradient = picture.gradient(left, top, side);
            if (gradient > bestGradient) {
                bestGradient = gradient;
                bestLeft = left;
                bestTop = top;
            }
        }
        return picture.crop(bestLeft, bestTop, side, random.nextInt(8));
    }

    private BytePicture drawPicture(SeededRandom random) {
        boolean photograph = random.nextBoolean(config.photographShare());
        if (photograph && !photographs.isEmpty()) {
            return drawPhotograph(random);
        }
        int index = random.nextInt(generated.length());
        BytePicture picture = generated.get(index);
        if (picture == null) {
            // Two threads may draw the same picture at once; both get equal pictures.
            picture = BytePicture.of(DeadLeaves.draw(SeededRandom.derive(~config.seed(), index)));
            generated.set(index, picture);
        }
        return picture;
    }

    /** Draws in proportion to the root of the area: large photographs have more to show, small ones still count. */
    private BytePicture drawPhotograph(SeededRandom random) {
        double choice = random.nextDouble() * totalWeight;
        for (BytePicture picture : photographs) {
            choice -= weight(picture);
            if (choice < 0) {
                return picture;
            }
        }
        return photographs.get(photographs.size() - 1);
    }

    private static double weight(BytePicture picture) {
        return Math.sqrt((double) picture.width() * picture.height());
    }

    private DegradationConfig drawDegradation(SeededRandom random) {
        double scale = random.nextBoolean(config.otherScaleShare())
                ? config.otherScales().draw(random)
                : config.scale();
        double sum = 0;
        for (SampleConfig.DegradationShare share : config.degradations()) {
            sum += share.weight();
        }
        double choice = random.nextDouble() * sum;
        int last = config.degradations().size() - 1;
        for (int i = 0; i < last; i++) {
            choice -= config.degradations().get(i).weight();
            if (choice < 0) {
                return config.degradations().get(i).config().withScale(scale);
            }
        }
        return config.degradations().get(last).config().withScale(scale);
    }

    private static void copy(FloatImage image, float[] target, int offset) {
        int at = offset;
        for (int c = 0; c < 3; c++) {
            for (float sample : image.plane(c)) {
                target[at++] = Math.max(0, Math.min(1, sample)) * 2 - 1;
            }
        }
    }
}
