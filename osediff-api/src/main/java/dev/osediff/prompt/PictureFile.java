package dev.osediff.prompt;

import dev.osediff.error.Problem;
import dev.osediff.error.PromptException;
import dev.osediff.image.AlphaBleed;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ImageFiles;
import dev.osediff.image.OutputFormat;
import dev.osediff.image.Picture;
import dev.osediff.image.PictureConverter;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import dev.osediff.image.WriteOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;

/** Makes of a picture the file that a vision-language model is sent. Stateless and thread-safe. */
final class PictureFile {
    /** Longest side in pixels: twice the 336 that LLaVA 1.5's vision encoder looks at, and all that 1.6 does. */
    static final int MOST_SIDE = 672;

    private static final int LEAST_SIDE = 8;

    private PictureFile() {}

    /**
     * Returns an opaque PNG of 8 bits, reduced to {@value #MOST_SIDE} pixels on the longer side if that is longer. Colour
     * under full transparency is replaced by its surroundings.
     *
     * @throws PromptException if the picture is null or has fewer than 8 pixels on a side
     */
    static byte[] png(BufferedImage picture) {
        if (picture == null || Math.min(picture.getWidth(), picture.getHeight()) < LEAST_SIDE) {
            throw new PromptException(new Problem(
                    "prompt of a picture",
                    picture == null ? "null" : picture.getWidth() + " x " + picture.getHeight() + " pixels",
                    "at least " + LEAST_SIDE + " pixels on each side",
                    "Give the prompt in words for such a picture."));
        }
        FloatImage color =
                AlphaBleed.fill(PictureConverter.fromBufferedImage(picture)).color();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageFiles.write(
                PictureConverter.toBufferedImage(Picture.opaque(reduced(color), 8)),
                file,
                WriteOptions.DEFAULT.withFormat(OutputFormat.PNG));
        return file.toByteArray();
    }

    private static FloatImage reduced(FloatImage color) {
        int longer = Math.max(color.width(), color.height());
        return longer <= MOST_SIDE
                ? color
                : Resampler.resize(
                        color, side(color.width(), longer), side(color.height(), longer), ResampleFilter.BICUBIC);
    }

    private static int side(int pixels, int longer) {
        return (int) Math.max(1, Math.round((double) pixels * MOST_SIDE / longer));
    }
}
