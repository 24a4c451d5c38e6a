package dev.osediff.metrics;

import dev.osediff.error.InvalidImageException;
import dev.osediff.error.Problem;
import dev.osediff.image.FloatImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The features of NIQE (Mittal, Soundararajan and Bovik, "Making a completely blind image quality analyzer", 2013), as the
 * OSEDiff authors' tool computes them: luma 0.299 R + 0.587 G + 0.114 B in 8-bit levels, rounded; blocks of 96 × 96, those
 * that the right and bottom edges cut left out; local mean and deviation under a Gaussian of 7 × 7 with σ = 7/6, edges
 * repeated; at full size, and at half size after MATLAB's bicubic reduction with antialiasing. Doubles throughout. Takes 2
 * bytes per pixel of memory for the half-size picture. Stateless and thread-safe.
 */
final class NiqeFeatures {
    static final int BLOCK = 96;
    static final int COUNT = 36;

    private static final int PER_SIZE = COUNT / 2;
    private static final int RADIUS = 3;
    private static final double[] GAUSSIAN = gaussian();

    /** Weights of input pixels 2i − 3 to 2i + 4 for pixel i of half size. */
    private static final double[] HALVING = halving();

    /** Shifts (rows, columns) of the neighbours whose products are looked at. */
    private static final int[][] NEIGHBOURS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};

    /** Mean squares below this are rounding errors of a flat block. */
    private static final double FLAT = 1e-20;

    private NiqeFeatures() {}

    /**
     * Returns all blocks, row by row.
     *
     * @throws InvalidImageException if the picture has neither 1 nor 3 channels or not one whole block
     */
    static List<NiqeBlock> of(FloatImage picture) {
        int columns = picture.width() / BLOCK;
        int rows = picture.height() / BLOCK;
        if (columns == 0 || rows == 0) {
            throw new InvalidImageException(new Problem(
                    "NIQE of a picture of " + picture,
                    "no whole block",
                    "at least " + BLOCK + " x " + BLOCK + " pixels",
                    "Use a larger picture."));
        }
        Plane whole = levels(picture, columns * BLOCK, rows * BLOCK);
        Plane half = halved(whole);
        List<NiqeBlock> blocks = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double[] features = new double[COUNT];
                double sharpness = addBlock(whole, BLOCK, row, column, features, 0);
                addBlock(half, BLOCK / 2, row, column, features, PER_SIZE);
                blocks.add(new NiqeBlock(features, sharpness));
            }
        }
        return blocks;
    }

    /** Pixels by row and column. */
    private interface Plane {
        int width();

        int height();

        double at(int x, int y);
    }

    private record Stored(int width, int height, double[] values) implements Plane {
        @Override
        public double at(int x, int y) {
            return values[y * width + x];
        }
    }

    private record Levels(int width, int height, int stride, float[] red, float[] green, float[] blue)
            implements Plane {
        @Override
        public double at(int x, int y) {
            int i = y * stride + x;
            return Math.rint(255 * (0.299 * red[i] + 0.587 * green[i] + 0.114 * blue[i]));
        }
    }

    private static Plane levels(FloatImage picture, int width, int height) {
        return switch (picture.channels()) {
            case 1 -> new Levels(width, height, picture.width(), picture.plane(0), picture.plane(0), picture.plane(0));
            case 3 -> new Levels(width, height, picture.width(), picture.plane(0), picture.plane(1), picture.plane(2));
            default ->
                throw new InvalidImageException(new Problem(
                        "NIQE of a picture of " + picture,
                        picture.channels() + " channels",
                        "1 channel (grey) or 3 (red, green, blue)",
                        "Measure colour and alpha apart."));
        };
    }

    /** Bicubic reduction (a = −½) with the kernel widened to 8 pixels, pixels mirrored beyond the edges: rows, then columns. */
    private static Plane halved(Plane plane) {
        int width = plane.width() / 2;
        int height = plane.height() / 2;
        double[] values = new double[width * height];
        double[] line = new double[plane.width()];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < line.length; x++) {
                double sum = 0;
                for (int k = 0; k < HALVING.length; k++) {
                    sum += HALVING[k] * plane.at(x, mirrored(2 * y - RADIUS + k, plane.height()));
                }
                line[x] = sum;
            }
            for (int x = 0; x < width; x++) {
                double sum = 0;
                for (int k = 0; k < HALVING.length; k++) {
                    sum += HALVING[k] * line[mirrored(2 * x - RADIUS + k, line.length)];
                }
                values[y * width + x] = sum;
            }
        }
        return new Stored(width, height, values);
    }

    private static int mirrored(int i, int length) {
        return i < 0 ? -1 - i : i >= length ? 2 * length - 1 - i : i;
    }

    /** Writes a block's 18 features of one size; returns the mean local deviation. */
    private static double addBlock(Plane plane, int side, int row, int column, double[] features, int at) {
        double[] normalised = new double[side * side];
        double sharpness = normalise(plane, side, column * side, row * side, normalised);
        double squares = 0;
        AsymmetricGaussian.Sample sample = new AsymmetricGaussian.Sample();
        for (double value : normalised) {
            sample.add(value);
            squares += value * value;
        }
        if (squares / normalised.length < FLAT) {
            Arrays.fill(features, at, at + PER_SIZE, Double.NaN);
            return sharpness;
        }
        AsymmetricGaussian density = sample.fit();
        int i = at;
        features[i++] = density.shape();
        features[i++] = (density.left() + density.right()) / 2;
        for (int[] shift : NEIGHBOURS) {
            AsymmetricGaussian products = products(normalised, side, shift[0], shift[1]);
            features[i++] = products.shape();
            features[i++] = products.mean();
            features[i++] = products.left();
            features[i++] = products.right();
        }
        return sharpness;
    }

    /** Products with the neighbour that lies so far back; blocks wrap around. */
    private static AsymmetricGaussian products(double[] values, int side, int rows, int columns) {
        AsymmetricGaussian.Sample sample = new AsymmetricGaussian.Sample();
        for (int y = 0; y < side; y++) {
            int from = Math.floorMod(y - rows, side) * side;
            for (int x = 0; x < side; x++) {
                sample.add(values[y * side + x] * values[from + Math.floorMod(x - columns, side)]);
            }
        }
        return sample.fit();
    }

    /** (value − local mean) / (local deviation + 1) of a block; returns the mean deviation. */
    private static double normalise(Plane plane, int side, int left, int top, double[] out) {
        int rows = side + 2 * RADIUS;
        double[] means = new double[rows * side];
        double[] squares = new double[rows * side];
        for (int y = 0; y < rows; y++) {
            int from = clamped(top + y - RADIUS, plane.height());
            for (int x = 0; x < side; x++) {
                double mean = 0;
                double square = 0;
                for (int k = 0; k < GAUSSIAN.length; k++) {
                    double value = plane.at(clamped(left + x + k - RADIUS, plane.width()), from);
                    mean += GAUSSIAN[k] * value;
                    square += GAUSSIAN[k] * value * value;
                }
                means[y * side + x] = mean;
                squares[y * side + x] = square;
            }
        }
        double deviations = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double mean = 0;
                double square = 0;
                for (int k = 0; k < GAUSSIAN.length; k++) {
                    mean += GAUSSIAN[k] * means[(y + k) * side + x];
                    square += GAUSSIAN[k] * squares[(y + k) * side + x];
                }
                double deviation = Math.sqrt(Math.abs(square - mean * mean));
                deviations += deviation;
                out[y * side + x] = (plane.at(left + x, top + y) - mean) / (deviation + 1);
            }
        }
        return deviations / out.length;
    }

    private static int clamped(int i, int length) {
        return Math.max(0, Math.min(length - 1, i));
    }

    private static double[] gaussian() {
        double sigma = 7.0 / 6;
        double[] weights = new double[2 * RADIUS + 1];
        for (int i = 0; i < weights.length; i++) {
            double distance = i - RADIUS;
            weights[i] = Math.exp(-distance * distance / (2 * sigma * sigma));
        }
        return normalised(weights);
    }

    private static double[] halving() {
        double[] weights = new double[8];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = cubic((i - 3.5) / 2);
        }
        return normalised(weights);
    }

    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d <= 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }

    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
