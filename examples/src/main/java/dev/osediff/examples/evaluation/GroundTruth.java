package dev.osediff.examples.evaluation;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.nio.file.Path;

/** Prepares a photograph as ground truth: reduced, cut to its centre, in 8-bit levels, without alpha. */
final class GroundTruth {
    private static final int LEAST_LOW_SIDE = 16;

    private GroundTruth() {}

    /**
     * Reads a photograph.
     *
     * @param longSide reduced with Lanczos to at most this many pixels first; 0 for no reduction
     * @param size the centre of at most size × size pixels is kept; 0 for all
     * @param scale the sides become multiples of it
     * @throws InvalidImageException if it cannot be read or less than 16 × scale pixels are left
     */
    static FloatImage read(Path path, int longSide, int size, int scale) {
        FloatImage image = PictureConverter.fromBufferedImage(
                        ImageFiles.read(path).image())
                .color();
        if (longSide > 0 && Math.max(image.width(), image.height()) > longSide) {
            double factor = (double) longSide / Math.max(image.width(), image.height());
            int width = (int) Math.max(1, Math.round(image.width() * factor));
            int height = (int) Math.max(1, Math.round(image.height() * factor));
            image = Resampler.resize(image, width, height, ResampleFilter.LANCZOS3);
        }
        int width = (size > 0 ? Math.min(size, image.width()) : image.width()) / scale * scale;
        int height = (size > 0 ? Math.min(size, image.height()) : image.height()) / scale * scale;
        if (Math.min(width, height) < LEAST_LOW_SIDE * scale) {
            throw new InvalidImageException(new Problem(
                    "ground truth " + path,
                    image.width() + " x " + image.height() + " pixels",
                    "at least " + LEAST_LOW_SIDE * scale + " pixels on each side",
                    "Use a larger picture, --size or --long-side."));
        }
        return eightBit(crop(image, (image.width() - width) / 2, (image.height() - height) / 2, width, height));
    }

    /** Cuts out a rectangle. */
    static FloatImage crop(FloatImage image, int left, int top, int width, int height) {
        float[][] planes = new float[image.channels()][width * height];
        for (int c = 0; c < planes.length; c++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(image.plane(c), (top + y) * image.width() + left, planes[c], y * width, width);
            }
        }
        return FloatImage.of(width, height, planes);
    }

    /** Rounds to what an 8-bit file would hold. */
    static FloatImage eightBit(FloatImage image) {
        return PictureConverter.fromBufferedImage(PictureConverter.toBufferedImage(Picture.opaque(image, 8)))
                .color();
    }
}
