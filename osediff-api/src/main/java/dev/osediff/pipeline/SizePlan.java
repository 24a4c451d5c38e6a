package dev.osediff.pipeline;

import dev.osediff.error.ImageTooLargeException;
import dev.osediff.error.InvalidOptionException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import dev.osediff.image.ResampleFilter;
import dev.osediff.image.Resampler;
import java.util.ArrayList;
import java.util.List;

/**
 * The sizes that a picture goes through. A value.
 *
 * @param input size of the picture
 * @param enlargement resizes from the picture to the size that the network works at, at least one
 * @param output size of the result
 */
public record SizePlan(Size input, List<Step> enlargement, Size output) {
    /** Most pixels of an output: 2²⁹. */
    public static final long MAX_OUTPUT_PIXELS = 1L << 29;

    /** Longest side of an output. */
    public static final int MAX_OUTPUT_SIDE = 65_535;

    /**
     * One resize.
     *
     * @param size size after it
     * @param filter how
     */
    public record Step(Size size, ResampleFilter filter) {}

    /** Copies the list, which has at least one step. */
    public SizePlan {
        enlargement = List.copyOf(enlargement);
        if (enlargement.isEmpty()) {
            throw new IllegalArgumentException("at least one resize leads to the working size");
        }
    }

    /** Returns the size that the network works at, before padding. */
    public Size working() {
        return enlargement.get(enlargement.size() - 1).size();
    }

    /** Brings a plane or picture of the working size to the output's. */
    FloatImage toOutput(FloatImage image, ResampleFilter filter) {
        return image.width() == output.width() && image.height() == output.height()
                ? image
                : Resampler.resize(image, output.width(), output.height(), filter);
    }

    /** Returns round(scale · side) for both sides, halves up, at least 1. */
    public static Size scaled(Size input, double scale) {
        return output(Math.round(input.width() * scale), Math.round(input.height() * scale));
    }

    /** Returns the size of that width in the picture's form. */
    public static Size ofWidth(Size input, int width) {
        return output(width, Math.round((double) input.height() * width / input.width()));
    }

    /** Returns the size of that height in the picture's form. */
    public static Size ofHeight(Size input, int height) {
        return output(Math.round((double) input.width() * height / input.height()), height);
    }

    /**
     * Returns a size within the limits.
     *
     * @throws ImageTooLargeException if it has too many pixels or too long a side
     */
    public static Size output(long width, long height) {
        if (width > MAX_OUTPUT_SIDE || height > MAX_OUTPUT_SIDE || width * height > MAX_OUTPUT_PIXELS) {
            throw new ImageTooLargeException(new Problem(
                    "output picture",
                    width + " x " + height + " pixels",
                    "sides of at most " + MAX_OUTPUT_SIDE + " and " + MAX_OUTPUT_PIXELS + " pixels",
                    "Use a smaller scale or a part of the picture."));
        }
        return new Size((int) Math.max(1, width), (int) Math.max(1, height));
    }

    /**
     * Plans an exact output. The network works at that size, but at no more than {@code maxScale} times the picture (the
     * rest is resampled), at no less than the picture (a smaller output is reduced afterwards), and with a short side of
     * at least {@code processSize}.
     *
     * @param processSize in output pixels; 0 for none
     * @throws InvalidOptionException if a side is more than {@code limitScale} times the picture's
     */
    public static SizePlan exact(Size input, Size output, double maxScale, double limitScale, int processSize) {
        if (output.width() > Math.ceil(input.width() * limitScale)
                || output.height() > Math.ceil(input.height() * limitScale)) {
            throw new InvalidOptionException(new Problem(
                    "output of " + output + " pixels",
                    "a picture of " + input,
                    "at most " + limitScale + " times each side",
                    "Ask for a smaller output, or enlarge in two runs."));
        }
        long width = workingSide(input.width(), output.width(), maxScale);
        long height = workingSide(input.height(), output.height(), maxScale);
        long shortSide = Math.min(width, height);
        if (shortSide < processSize) {
            width = Math.round((double) width * processSize / shortSide);
            height = Math.round((double) height * processSize / shortSide);
        }
        return new SizePlan(input, List.of(new Step(output(width, height), ResampleFilter.BICUBIC)), output);
    }

    private static long workingSide(int input, int output, double maxScale) {
        return Math.max(input, Math.min(output, Math.round(input * maxScale)));
    }

    /**
     * Plans as the OSEDiff reference script does: a picture whose short side is below ⌊processSize / scale⌋ is enlarged to
     * it, sides times the scale are truncated, and a last Lanczos resize brings them down to multiples of 8. The result
     * keeps that size.
     *
     * @throws InvalidOptionException if nothing is left
     */
    public static SizePlan reference(Size input, double scale, int processSize) {
        List<Step> steps = new ArrayList<>();
        Size size = input;
        int least = (int) (processSize / scale);
        if (size.shortSide() < least) {
            double enlargement = (double) least / size.shortSide();
            size = output((long) (enlargement * size.width()), (long) (enlargement * size.height()));
            steps.add(new Step(size, ResampleFilter.BICUBIC));
        }
        size = output((long) (size.width() * scale), (long) (size.height() * scale));
        steps.add(new Step(size, ResampleFilter.BICUBIC));
        int width = size.width() - size.width() % 8;
        int height = size.height() - size.height() % 8;
        if (width == 0 || height == 0) {
            throw new InvalidOptionException(new Problem(
                    "size rule REFERENCE with scale " + scale,
                    "a picture of " + input + ", enlarged to " + size,
                    "at least 8 x 8 pixels after enlarging",
                    "Use the size rule EXACT."));
        }
        Size floored = new Size(width, height);
        if (!floored.equals(size)) {
            steps.add(new Step(floored, ResampleFilter.LANCZOS3));
        }
        return new SizePlan(input, steps, floored);
    }
}
