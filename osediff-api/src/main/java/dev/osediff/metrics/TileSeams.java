package dev.osediff.metrics;

import dev.osediff.image.FloatImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the straight lines along which tiles meet. At every boundary between two columns (and two rows), luma's jump less the
 * mean of the jumps beside it is up or down by chance; along a seam it has one direction for a while, however faint it is.
 * So the boundary is cut into pieces of 32 pixels, and in each the excess of one direction is squared and divided by what
 * chance gives (1 on average); jumps below a quarter of an 8-bit level do not count. A boundary's strength is the distance
 * of its mean over the pieces from the median of all boundaries, in robust standard deviations (1.4826 · median absolute
 * deviation, at least that of chance). A single edge of a scene fills one piece or two, a seam most of them; long straight
 * edges do look like seams, so that the difference of two pictures is examined where there is something to compare with.
 * Stateless and thread-safe.
 */
public final class TileSeams {
    /** Strength from which on a boundary is called a seam; without tiles the largest of some thousand is about 4 to 6. */
    public static final double SEAM = 8;

    private static final double TO_DEVIATIONS = 1.4826;

    /** Pixels from a picture's border at which boundaries begin to count: frames and scans have lines there. */
    private static final int MARGIN = 8;

    /** Pixels along a boundary that are looked at together. */
    private static final int PIECE = 32;

    private static final int ECHO = 2;
    private static final int LEAST_JUMPS = 8;
    private static final double LEAST_LEVELS = 0.25;

    /** Fewest boundaries, and fewest pixels along one, that say something. */
    private static final int LEAST = 16;

    private TileSeams() {}

    /**
     * A boundary.
     *
     * @param isVertical whether it lies between columns
     * @param position columns left of it, or rows above it
     * @param strength robust standard deviations
     * @param levels mean of the jump, beyond what luma changes beside it, in 8-bit levels; its sign does not count
     */
    public record Seam(boolean isVertical, int position, double strength, double levels) {}

    /**
     * Returns a picture less another, plus one half: what is the same in both is grey.
     *
     * @throws dev.osediff.error.InvalidImageException if sizes or channels differ
     */
    public static FloatImage difference(FloatImage picture, FloatImage other) {
        Frame.of("seams", picture, other, 0, 1);
        float[][] planes = new float[picture.channels()][];
        for (int c = 0; c < planes.length; c++) {
            float[] plane = picture.plane(c).clone();
            for (int i = 0; i < plane.length; i++) {
                plane[i] += 0.5f - other.plane(c)[i];
            }
            planes[c] = plane;
        }
        return FloatImage.of(picture.width(), picture.height(), planes);
    }

    /**
     * Returns all boundaries of at least {@link #SEAM}, the strongest first.
     *
     * @throws dev.osediff.error.InvalidImageException if the picture has neither 1 nor 3 channels
     */
    public static List<Seam> find(FloatImage picture) {
        return all(picture).stream().filter(seam -> seam.strength() >= SEAM).toList();
    }

    /** Returns the strongest boundary, a seam or not; empty for a picture of fewer than 31 pixels in both directions. */
    public static Optional<Seam> strongest(FloatImage picture) {
        return all(picture).stream().findFirst();
    }

    private static List<Seam> all(FloatImage picture) {
        Luma luma = Luma.of(picture);
        List<Seam> seams = new ArrayList<>();
        seams.addAll(along(luma, picture.width(), picture.height(), 1, picture.width(), true));
        seams.addAll(along(luma, picture.height(), picture.width(), picture.width(), 1, false));
        seams.sort(Comparator.comparingDouble(Seam::strength).reversed());
        return seams;
    }

    /** Examines boundaries across one axis; {@code step} and {@code line} are the indices' distances across and along. */
    private static List<Seam> along(Luma luma, int across, int length, int step, int line, boolean vertical) {
        int count = across - 2 * MARGIN + 1;
        if (count < LEAST || length < LEAST) {
            return List.of();
        }
        int pieces = Math.max(1, length / PIECE);
        double[] excess = new double[count];
        double[] levels = new double[count];
        for (int piece = 0; piece < pieces; piece++) {
            int end = piece == pieces - 1 ? length : (piece + 1) * PIECE;
            int[] direction = new int[count];
            int[] jumps = new int[count];
            for (int i = piece * PIECE; i < end; i++) {
                for (int k = 0; k < count; k++) {
                    double jump = 255 * jump(luma, i * line + (MARGIN + k) * step, step);
                    levels[k] += Math.abs(jump) / length;
                    if (Math.abs(jump) > LEAST_LEVELS) {
                        direction[k] += jump > 0 ? 1 : -1;
                        jumps[k]++;
                    }
                }
            }
            for (int k = 0; k < count; k++) {
                double ofPiece = jumps[k] < LEAST_JUMPS ? 1 : (double) direction[k] * direction[k] / jumps[k];
                excess[k] += ofPiece / pieces;
            }
        }
        return seams(excess, levels, Math.sqrt(2.0 / pieces), vertical);
    }

    /** Luma's change at a boundary, less the mean of the changes beside it. */
    private static double jump(Luma luma, int at, int step) {
        double here = luma.at(at) - luma.at(at - step);
        double before = luma.at(at - step) - luma.at(at - 2 * step);
        double after = luma.at(at + step) - luma.at(at);
        return here - (before + after) / 2;
    }

    private static List<Seam> seams(double[] excess, double[] levels, double chance, boolean vertical) {
        double median = median(excess);
        double[] distances =
                Arrays.stream(excess).map(value -> Math.abs(value - median)).toArray();
        double deviation = Math.max(TO_DEVIATIONS * median(distances), chance);
        List<Seam> seams = new ArrayList<>();
        for (int k = 0; k < excess.length; k++) {
            if (isLargestNearby(levels, k)) {
                seams.add(new Seam(vertical, MARGIN + k, (excess[k] - median) / deviation, levels[k]));
            }
        }
        return seams;
    }

    /** A jump is seen, turned around, in the differences beside it. */
    private static boolean isLargestNearby(double[] levels, int k) {
        for (int i = Math.max(0, k - ECHO); i <= Math.min(levels.length - 1, k + ECHO); i++) {
            if (levels[i] > levels[k]) {
                return false;
            }
        }
        return true;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
