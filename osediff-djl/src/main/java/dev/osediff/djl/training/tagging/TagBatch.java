package dev.osediff.djl.training.tagging;

import dev.osediff.degradation.DegradationConfig;
import dev.osediff.degradation.Degrader;
import dev.osediff.degradation.SeededRandom;
import dev.osediff.djl.training.data.KnownContent;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.network.Tensor;
import dev.osediff.network.ram.RamPicture;

/**
 * Pictures of known content, as a tagger sees them.
 *
 * @param good [N, 3, side, side]
 * @param degraded the same pictures, degraded and enlarged to their former size
 * @param things 1 for what is there, else 0, in the order of {@link KnownContent.Thing} [N, labels, 1]
 */
public record TagBatch(Tensor good, Tensor degraded, Tensor things) {
    /** Makes a batch; equal for equal arguments. */
    public static TagBatch of(int size, int side, DegradationConfig degradation, long seed) {
        KnownContent.Thing[] labels = KnownContent.Thing.values();
        Tensor good = Tensor.zeros(size, 3, side, side);
        Tensor degraded = Tensor.zeros(size, 3, side, side);
        Tensor things = Tensor.zeros(size, labels.length, 1);
        for (int i = 0; i < size; i++) {
            long own = SeededRandom.derive(seed, i);
            KnownContent picture = KnownContent.draw(side, own);
            put(picture.image(), good, i);
            FloatImage small = Degrader.degrade(picture.image(), degradation, ~own);
            put(Resampler.resize(small, side, side, ResampleFilter.BICUBIC), degraded, i);
            for (KnownContent.Thing thing : picture.things()) {
                things.data()[i * labels.length + thing.ordinal()] = 1;
            }
        }
        return new TagBatch(good, degraded, things);
    }

    private static void put(FloatImage image, Tensor batch, int at) {
        int side = image.width();
        float[][] planes = {image.plane(0), image.plane(1), image.plane(2)};
        float[] seen = RamPicture.of(planes, side, side, side, RamPicture.Shrinking.TWO_NEIGHBOURS)
                .data();
        System.arraycopy(seen, 0, batch.data(), at * seen.length, seen.length);
    }
}
