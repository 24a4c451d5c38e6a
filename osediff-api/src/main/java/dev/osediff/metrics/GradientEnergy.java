package dev.osediff.metrics;

import dev.osediff.image.FloatImage;

/**
 * Sharpness as energy: the mean squared difference of luma between horizontal and vertical neighbours. Blurring lowers
 * it, noise raises it, so it is read together with {@link Psnr}. Accumulates in double; stateless and thread-safe.
 */
public final class GradientEnergy {
    private GradientEnergy() {}

    /**
     * Measures one picture.
     *
     * @return mean of (Y(p) − Y(q))² over all pairs p, q of pixels side by side or one above the other, Y of BT.601 with
     *     white at 235/255; 0 for a picture of one pixel
     * @throws dev.osediff.error.InvalidImageException if the picture has neither 1 nor 3 channels
     */
    public static double y(FloatImage picture) {
        Luma luma = Luma.of(picture);
        int width = picture.width();
        int height = picture.height();
        double squares = 0;
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                double here = luma.at(i);
                double right = x + 1 < width ? luma.at(i + 1) - here : 0;
                double below = y + 1 < height ? luma.at(i + width) - here : 0;
                row += right * right + below * below;
            }
            squares += row;
        }
        long pairs = (long) (width - 1) * height + (long) width * (height - 1);
        return pairs == 0 ? 0 : squares / pairs;
    }

    /**
     * Returns the gradient energy of a picture as a share of the ground truth's: below 1 blurred, above 1 sharpened or
     * noisy. For a truth without any gradient: 1 if the picture has none either, infinite otherwise.
     *
     * @throws dev.osediff.error.InvalidImageException if the pictures differ in size or channels or have neither 1 nor 3
     *     channels
     */
    public static double share(FloatImage picture, FloatImage truth) {
        Frame.of("gradient energy", picture, truth, 0, 1);
        double found = y(picture);
        double wanted = y(truth);
        return found == wanted ? 1 : found / wanted;
    }
}
